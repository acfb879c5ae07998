namespace Microsoft.ML.MultiFit.Tests;

public class ParallelGroupsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Results_come_in_order_and_items_are_read_a_group_ahead_at_most(int threads)
    {
        // Four items of a million characters and more fill a group.
        int read = 0, taken = 0;
        foreach (int result in ParallelGroups.Select(Items(), _ => 1 << 20, item => 2 * item, threads, default))
        {
            Assert.Equal(2 * taken, result);
            taken++;
            Assert.InRange(read, taken, taken + 4);
        }

        Assert.Equal(100, taken);

        IEnumerable<int> Items()
        {
            while (read < 100)
                yield return read++;
        }
    }

    [Fact]
    public void Nothing_is_made_of_nothing() => Assert.Empty(ParallelGroups.Select(Array.Empty<string>(), text => text.Length, text => text, 2, default));
}
