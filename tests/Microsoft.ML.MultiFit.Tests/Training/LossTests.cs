using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Label smoothing and the activation regularisers, by hand.</summary>
[Collection(nameof(TorchCollection))]
public class LossTests
{
    [Fact]
    public void Label_smoothing_gives_each_other_class_an_equal_part()
    {
        // Probabilities ½, ¼, ¼; ε = 0.1 of three classes: −(0.9·ln ½ + 0.05·ln ¼ + 0.05·ln ¼).
        using var scope = torch.NewDisposeScope();
        var scores = torch.tensor([MathF.Log(2), 0f, 0f], [1, 3]);
        double expected = -((0.9 * Math.Log(0.5)) + (0.1 * Math.Log(0.25)));
        Assert.Equal(expected, LabelSmoothing.CrossEntropy(scores, [1, 0, 0], [1], 0.1).item<float>(), 1e-6);
        Assert.Equal(-Math.Log(0.5), LabelSmoothing.CrossEntropy(scores, [1, 0, 0], [1], 0).item<float>(), 1e-6);
    }

    // ε = 0.1 of four classes: the right one's share and each other's, from the programs' own formulas.
    [Theory]
    [InlineData(LabelSmoothingRule.OtherClasses, 0.9, 0.1 / 3)]
    [InlineData(LabelSmoothingRule.AllClasses, 0.9 + 0.025, 0.025)]
    [InlineData(LabelSmoothingRule.AllClassesDividedEpsilon, 0.975 + 0.00625, 0.00625)]
    public void The_rules_differ_in_what_epsilon_means(LabelSmoothingRule rule, double right, double other)
    {
        double share = LabelSmoothing.ShareOfOthers(rule, 0.1, 4);
        Assert.Equal(right, 1 - share, 12);
        Assert.Equal(other, share / 3, 12);
    }

    [Fact]
    public void Rows_count_by_their_weights()
    {
        // Row 1 costs ln 2, row 2 ln 4; weights 3 and 1.
        using var scope = torch.NewDisposeScope();
        var scores = torch.tensor([MathF.Log(2), 0f, 0f, MathF.Log(2), 0f, 0f], [2, 3]);
        Assert.Equal(((3 * Math.Log(2)) + Math.Log(4)) / 4, LabelSmoothing.CrossEntropy(scores, [1, 0, 0, 0, 1, 0], [3, 1], 0).item<float>(), 1e-6);
    }

    // The authors' distillation loss: −(1−ε)·Σ p log q − (ε/C)·Σ log q, which is smoothing of all classes.
    [Fact]
    public void A_distribution_is_smoothed_like_labels()
    {
        using var scope = torch.NewDisposeScope();
        float[] distribution = [0.7f, 0.2f, 0.1f];
        var scores = torch.tensor([MathF.Log(2), 0f, 0f], [1, 3]);
        double[] logarithms = [Math.Log(0.5), Math.Log(0.25), Math.Log(0.25)];
        double expected = -(0.9 * Enumerable.Range(0, 3).Sum(i => distribution[i] * logarithms[i])) - (0.1 / 3 * logarithms.Sum());
        double share = LabelSmoothing.ShareOfOthers(LabelSmoothingRule.AllClasses, 0.1, 3);
        Assert.Equal(expected, LabelSmoothing.CrossEntropy(scores, distribution, [1], share).item<float>(), 1e-6);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.1, 1)]
    [InlineData(0.1, 3)]
    [InlineData(0, 0.5)]
    public void Loss_and_gradient_of_distributions_are_those_of_a_plain_loop(double smoothing, double temperature)
    {
        using var scope = torch.NewDisposeScope();
        float[] values = [0.3f, -1.2f, 0.8f, 2f, 0.1f, -0.4f];
        float[] targets = [0.7f, 0.2f, 0.1f, 0, 1, 0];
        float[] weights = [3, 1];
        var scores = torch.tensor(values, [2, 3]).requires_grad_();
        var loss = LabelSmoothing.CrossEntropy(scores, targets, weights, smoothing, temperature);
        loss.backward();
        Assert.Equal(Plain([.. values.Select(value => (double)value)]), loss.item<float>(), 1e-5);
        var gradient = scores.grad!.data<float>().ToArray();
        const double Step = 1e-5;
        for (int i = 0; i < values.Length; i++)
        {
            double[] above = [.. values.Select(value => (double)value)], below = [.. above];
            above[i] += Step;
            below[i] -= Step;
            Assert.Equal((Plain(above) - Plain(below)) / (2 * Step), gradient[i], 1e-5);
        }

        double Plain(double[] z)
        {
            double sum = 0;
            for (int row = 0; row < 2; row++)
            {
                double total = 0;
                for (int k = 0; k < 3; k++)
                    total += Math.Exp(z[(3 * row) + k] / temperature);
                for (int k = 0; k < 3; k++)
                {
                    double p = targets[(3 * row) + k];
                    double smoothed = (p * (1 - smoothing)) + ((1 - p) * smoothing / 2);
                    sum -= weights[row] / 4 * smoothed * ((z[(3 * row) + k] / temperature) - Math.Log(total));
                }
            }

            return sum * temperature * temperature;
        }
    }

    [Fact]
    public void Regularisers_are_means_of_squares()
    {
        // h² sums to 1+4+9+16+0+0+4+4 = 38 over 8; differences (2, 2) and (2, 2) square to 16 over 4.
        using var scope = torch.NewDisposeScope();
        var hidden = torch.tensor([1f, 2, 3, 4, 0, 0, 2, 2], [2, 2, 2]);
        Assert.Equal(10 + (2 * 38 / 8.0) + (3 * 16 / 4.0), new ActivationRegularizer(2, 3).AddTo(torch.tensor(10f), hidden).item<float>(), 1e-5);
        Assert.Equal(10, new ActivationRegularizer(0, 0).AddTo(torch.tensor(10f), hidden).item<float>());
    }

    [Fact]
    public void The_temporal_one_needs_two_rows_and_two_steps()
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal(10, new ActivationRegularizer(0, 3).AddTo(torch.tensor(10f), torch.tensor([1f, 2], [1, 2, 1])).item<float>());
        Assert.Equal(10, new ActivationRegularizer(0, 3).AddTo(torch.tensor(10f), torch.tensor([1f, 2], [2, 1, 1])).item<float>());
    }
}
