namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Weights of the classes that make all of them equally frequent.</summary>
public class ClassBalanceTests
{
    [Fact]
    public void Two_documents_are_balanced_as_by_hand()
    {
        // w·0.8 / (w·0.8 + 0.2) + w·0.6 / (w·0.6 + 0.4) = 1 has the solution w = 1 / √(4 · 1.5): the odds 4 and 1.5 become √(4 / 1.5) and its inverse.
        var balanced = ClassBalance.Apply([PseudoLabel.Of([0.8f, 0.2f]), PseudoLabel.Of([0.6f, 0.4f])], 2);
        double odds = Math.Sqrt(4 / 1.5);
        Assert.Equal([0, 1], balanced.Select(label => label!.Value.Label));
        Assert.All(balanced, label => Assert.Equal(odds / (1 + odds), label!.Value.Confidence, 1e-5));
        Assert.Equal(1 / (1 + odds), balanced[0]!.Value.Distribution![1], 1e-5);
    }

    [Fact]
    public void A_teachers_bias_is_undone()
    {
        // Distributions that are balanced, as each class is the likeliest of a third of them; then a bias of known size is put on them.
        var random = new Random(1);
        var fair = Enumerable.Range(0, 100).SelectMany(_ =>
        {
            var first = Distribution([random.NextDouble(), random.NextDouble(), 3 * random.NextDouble()]);
            return new[] { first, [first[1], first[2], first[0]], [first[2], first[0], first[1]] };
        }).ToList();
        var biased = fair.ConvertAll(distribution => (PseudoLabel?)PseudoLabel.Of(Distribution([20 * distribution[0], distribution[1], 0.3 * distribution[2]])));
        Assert.InRange(biased.Count(label => label!.Value.Label == 0), 280, 300);

        var balanced = ClassBalance.Apply(biased, 3);
        for (int document = 0; document < fair.Count; document++)
        {
            for (int label = 0; label < 3; label++)
                Assert.Equal(fair[document][label], balanced[document]!.Value.Distribution![label], 1e-4);
        }

        static float[] Distribution(double[] masses) => Array.ConvertAll(masses, mass => (float)(mass / masses.Sum()));
    }

    [Fact]
    public void Labels_without_doubt_and_classes_nobody_gives_stay_as_they_are()
    {
        PseudoLabel?[] certain = [.. Enumerable.Repeat((PseudoLabel?)PseudoLabel.Of([1, 0, 0]), 5000), PseudoLabel.Of([0, 1, 0])];
        Assert.Equal([.. Enumerable.Repeat(0, 5000), 1], ClassBalance.Apply(certain, 3).Select(label => label!.Value.Label));
        Assert.All(ClassBalance.Apply(certain, 3), label => Assert.Equal([0f, 1f], label!.Value.Distribution!.Distinct().Order()));

        PseudoLabel?[] tiny = [.. Enumerable.Repeat((PseudoLabel?)PseudoLabel.Of([1 - 1e-7f, 1e-38f, 1e-7f]), 100)];
        Assert.All(ClassBalance.Apply(tiny, 3), label => Assert.Equal(1, label!.Value.Distribution!.Sum(), 1e-5));
    }

    [Fact]
    public void Documents_without_a_label_are_left_out()
    {
        PseudoLabel?[] labels = [PseudoLabel.Of([0.8f, 0.2f]), PseudoLabel.Of([0.6f, 0.4f])];
        var among = ClassBalance.Apply([null, labels[0], null, labels[1]], 2);
        Assert.Equal([null, 0, null, 1], among.Select(label => label?.Label));
        Assert.Equal(ClassBalance.Apply(labels, 2)[0]!.Value.Confidence, among[1]!.Value.Confidence);
        Assert.Equal([null, null], ClassBalance.Apply([null, null], 2));
    }
}
