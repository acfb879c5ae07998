using System.Text;

namespace Microsoft.ML.MultiFit.Tests;

public class DoubleArrayBuilderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(400, 2)]
    [InlineData(400, 255)]
    [InlineData(5000, 4)]
    [InlineData(5000, 60)]
    public void Every_key_and_no_other_is_found(int count, int alphabet)
    {
        var random = new Random(count + alphabet);
        foreach (int valueCount in (int[])[1, 3, 1 << 30])
        {
            var values = new Dictionary<string, int>(StringComparer.Ordinal);
            while (values.Count < count)
                values[RandomKey()] = random.Next(valueCount);
            var trie = Build(values);
            foreach (var (key, value) in values)
                Assert.Equal(value, Find(trie, key));
            for (int other = 0; other < 2 * count; other++)
            {
                string key = RandomKey();
                Assert.Equal(values.GetValueOrDefault(key, -1), Find(trie, key));
            }
        }

        string RandomKey() => new([.. Enumerable.Range(0, random.Next(1, 14)).Select(_ => (char)random.Next(1, 1 + alphabet))]);
    }

    [Fact]
    public void Equal_subtrees_are_stored_once()
    {
        var endings = Enumerable.Range(0, 500).Select(i => $"{i:D3}").ToList();
        int one = Build(endings.ToDictionary(ending => $"a{ending}", _ => 7)).Units.Length;
        Assert.InRange(Build(Enumerable.Range('a', 26).SelectMany(c => endings.Select(ending => $"{(char)c}{ending}")).ToDictionary(key => key, _ => 7)).Units.Length, 1, one + 256);
    }

    [Fact]
    public void Units_are_filled_well()
    {
        // Nodes and values each take a unit.
        var random = new Random(4);
        var keys = Enumerable.Range(0, 20_000).Select(_ => new string([.. Enumerable.Range(0, 12).Select(_ => (char)random.Next('a', 'z' + 1))])).Distinct().ToList();
        int nodes = keys.SelectMany(key => Enumerable.Range(1, key.Length).Select(length => key[..length])).Distinct().Count();
        Assert.InRange(Build(keys.Select((key, i) => (key, i)).ToDictionary(entry => entry.key, entry => entry.i)).Units.Length, nodes + keys.Count, 1.05 * (nodes + keys.Count));
    }

    [Fact]
    public void The_order_of_keys_decides_nothing_but_their_own()
    {
        Assert.True(Build([]).Units.IsEmpty);
        Assert.Equal(3, Find(Build(new() { ["b"] = 3, ["a"] = 2, ["ab"] = 2 }), "b"));
    }

    private static DoubleArray Build(Dictionary<string, int> values) => DoubleArrayBuilder.Build(values.Select(entry => (entry.Key, entry.Value)));

    private static int Find(DoubleArray trie, string key) => trie.Find(Encoding.UTF8.GetBytes(key));
}
