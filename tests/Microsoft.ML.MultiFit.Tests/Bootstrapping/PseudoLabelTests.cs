namespace Microsoft.ML.MultiFit.Tests;

public class PseudoLabelTests
{
    [Fact]
    public void The_likeliest_class_wins_and_of_equal_ones_the_first()
    {
        Assert.Equal((1, 0.5f), LabelOf(0.2f, 0.5f, 0.3f));
        Assert.Equal((1, 0.4f), LabelOf(0.2f, 0.4f, 0.4f));
        Assert.Throws<ArgumentException>(() => PseudoLabel.Of([]));

        static (int, float) LabelOf(params float[] distribution) => PseudoLabel.Of(distribution) is var label ? (label.Label, label.Confidence) : default;
    }

    [Fact]
    public void A_temperature_softens_as_it_does_the_scores()
    {
        double[] scores = [2, -1, 0.5];
        var softmax = Softmax(scores);
        foreach (double temperature in new[] { 0.5, 1, 4 })
        {
            var expected = Softmax([.. scores.Select(score => score / temperature)]);
            var softened = PseudoLabel.Of([.. softmax.Select(p => (float)p)]).Soften(temperature);
            Assert.All(expected.Zip(softened), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }

        // What is impossible stays so.
        Assert.Equal([1f, 0f], PseudoLabel.Of([1f, 0f]).Soften(5));

        static double[] Softmax(double[] scores) => [.. scores.Select(score => Math.Exp(score) / scores.Sum(Math.Exp))];
    }
}
