namespace PaperExperiments.Tests;

public class MeasureTests
{
    [Fact]
    public void Macro_F1_is_the_mean_over_the_classes_that_occur()
    {
        var documents = new[] { 0, 0, 0, 1, 1, 2 }.Select(label => new LabeledDocument("", label)).ToList();

        // Class 0: precision 2/3, recall 2/3; class 1: 1/2, 1/2; class 2: never predicted; class 3 was predicted once; class 4 does not occur.
        var figures = Measure.AccuracyAndMacroF1([0, 0, 1, 1, 0, 3], documents);
        Assert.Equal(3.0 / 6, figures[0], 12);
        Assert.Equal(((2.0 / 3) + 0.5 + 0 + 0) / 4, figures[1], 12);
    }
}
