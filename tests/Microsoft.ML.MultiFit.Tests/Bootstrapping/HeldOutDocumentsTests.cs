namespace Microsoft.ML.MultiFit.Tests;

public class HeldOutDocumentsTests
{
    [Fact]
    public void Every_class_gives_its_share_rounded_down()
    {
        // 70 documents of class 0, 25 of class 1, 5 of class 2.
        int[] selected = [.. Enumerable.Range(0, 100)];
        var held = new HeldOutDocuments(100, 0.1, seed: 1).Of(selected, ClassOf);
        Assert.Equal([7, 2, 0], Enumerable.Range(0, 3).Select(label => held.Count(document => ClassOf(document) == label)));
        Assert.Empty(new HeldOutDocuments(100, 0, seed: 1).Of(selected, ClassOf));

        static int ClassOf(int document) => document < 70 ? 0 : document < 95 ? 1 : 2;
    }

    [Fact]
    public void The_draw_is_random_and_depends_on_the_seed_alone()
    {
        int[] selected = [.. Enumerable.Range(0, 100)];
        var held = new HeldOutDocuments(100, 0.2, seed: 1).Of(selected, _ => 0);
        Assert.Equal(held, new HeldOutDocuments(100, 0.2, seed: 1).Of(selected, _ => 0));
        Assert.NotEqual(held, new HeldOutDocuments(100, 0.2, seed: 2).Of(selected, _ => 0));
        Assert.Contains(held, document => document >= 50);
    }

    [Fact]
    public void Only_selected_documents_are_held_out_and_few_changes_change_few()
    {
        var draw = new HeldOutDocuments(100, 0.2, seed: 1);
        var even = draw.Of(Enumerable.Range(0, 100).Where(document => document % 2 == 0), _ => 0);
        Assert.Equal(10, even.Count);
        Assert.All(even, document => Assert.Equal(0, document % 2));
        var before = draw.Of(Enumerable.Range(0, 100), document => document < 50 ? 0 : 1);
        var after = draw.Of(Enumerable.Range(0, 100), document => document < 48 ? 0 : 1);
        Assert.True(before.Intersect(after).Count() >= before.Count - 4);
    }
}
