namespace PaperExperiments.Tests;

public class NoisyLabelsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.15, 15)]
    [InlineData(0.29, 29)]
    [InlineData(0.299, 29)]
    [InlineData(1, 100)]
    public void The_share_is_rounded_down(double noise, int wrong)
    {
        var documents = Documents(100, classCount: 2);
        var noisy = NoisyLabels.Of(documents, 2, noise, seed: 7);
        Assert.Equal(wrong, Shifts(documents, noisy, 2).Count(shift => shift == 1));
        Assert.Equal(100 - wrong, Shifts(documents, noisy, 2).Count(shift => shift == 0));
        Assert.Equal(documents.Select(document => document.Text), noisy.Select(document => document.Text));
    }

    [Theory]
    [InlineData(2, new[] { 1 })]
    [InlineData(3, new[] { 1, 2 })]
    [InlineData(4, new[] { 1, 2 })]
    [InlineData(9, new[] { 1, 2 })]
    public void A_wrong_class_is_one_of_the_two_that_follow(int classCount, int[] expected)
    {
        var documents = Documents(400, classCount);
        var shifts = Shifts(documents, NoisyLabels.Of(documents, classCount, 1, seed: 3), classCount).CountBy(shift => shift).ToDictionary();
        Assert.Equal(expected, shifts.Keys.Order());
        Assert.All(shifts.Values, count => Assert.InRange(count, 200 / expected.Length, 400 / expected.Length * 2));
    }

    [Fact]
    public void More_noise_keeps_the_wrong_labels_and_seeds_draw_others()
    {
        var documents = Documents(200, classCount: 4);
        var (less, more) = (NoisyLabels.Of(documents, 4, 0.2, seed: 1), NoisyLabels.Of(documents, 4, 0.4, seed: 1));
        foreach (var (place, label) in less.Index().Where(each => each.Item.Label != documents[each.Index].Label).Select(each => (each.Index, each.Item.Label)))
            Assert.Equal(label, more[place].Label);
        Assert.NotEqual(less, NoisyLabels.Of(documents, 4, 0.2, seed: 2));
    }

    private static List<LabeledDocument> Documents(int count, int classCount) =>
        [.. Enumerable.Range(0, count).Select(place => new LabeledDocument($"document {place}", place % classCount))];

    private static IEnumerable<int> Shifts(IReadOnlyList<LabeledDocument> documents, IReadOnlyList<LabeledDocument> noisy, int classCount) =>
        documents.Zip(noisy, (before, after) => (after.Label - before.Label + classCount) % classCount);
}
