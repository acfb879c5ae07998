namespace PaperExperiments.Tests;

public class LabeledTextsTests
{
    private static readonly LabeledTexts s_texts = new(
        ["health", "music", "sports"],
        [new("a", 0), new("b", 1), new("c", 2), new("d", 2), new("e", 0)],
        [new("f", 1)],
        [new("g", 2), new("h", 1)]);

    [Fact]
    public void Documents_of_other_classes_are_left_out_and_labels_count_anew()
    {
        var some = s_texts.Only(["health", "sports"]);
        Assert.Equal(["health", "sports"], some.Classes);
        Assert.Equal([new("a", 0), new("c", 1), new("d", 1), new("e", 0)], some.Train);
        Assert.Empty(some.Validation);
        Assert.Equal([new("g", 1)], some.Test);
    }

    [Fact]
    public void As_many_documents_of_each_class_are_drawn()
    {
        var texts = s_texts.Only(["health", "sports"]);
        foreach (int seed in Enumerable.Range(0, 5))
            Assert.Equal([0, 1], texts.Draw(2, seed).Select(document => document.Label).Order());
        Assert.Equal(texts.Draw(4, seed: 1), texts.Draw(4, seed: 1));
    }
}
