namespace Microsoft.ML.MultiFit.Tests;

public class PseudoLabelSelectionTests
{
    private static readonly PseudoLabel?[] s_labels = [new(0, 0.9f), new(1, 0.5f), null, new(0, 0.6f), new(1, 0.8f), new(0, 0.9f), new(1, 0.5f)];

    [Fact]
    public void Without_limits_all_labelled_documents_are_selected() => Assert.Equal([0, 1, 3, 4, 5, 6], Select(0, null));

    [Fact]
    public void A_threshold_includes_its_own_value() => Assert.Equal([0, 3, 4, 5], Select(0.6f, null));

    [Fact]
    public void Of_each_class_the_surest_are_taken_and_of_equal_ones_the_first()
    {
        Assert.Equal([0, 1, 4, 5], Select(0, 2));
        Assert.Equal([0, 4], Select(0, 1));
        Assert.Equal([0, 1, 3, 4, 5, 6], Select(0, 9));
    }

    [Fact]
    public void Both_limits_hold_together() => Assert.Equal([0, 4, 5], Select(0.6, 2));

    private static int[] Select(double confidence, int? count) => new PseudoLabelSelection(confidence, count).Select(s_labels);
}
