using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit.Tests;

[Collection(nameof(TorchCollection))]
public class AdamOptimizerTests
{
    [Theory]
    [InlineData(true, false, 1, 0.99, 1e-8)]
    [InlineData(true, true, 1, 0.99, 1e-8)]
    [InlineData(true, false, 40_007, 0.99, 1e-8)]    // several blocks and a remainder
    [InlineData(true, true, 40_007, 0.9, 1e-2)]
    [InlineData(false, false, 1003, 0.99, 1e-8)]
    [InlineData(false, true, 1003, 0.9, 1e-2)]
    public void Steps_equal_the_plain_formula(bool kernels, bool decoupled, int count, double beta2, double epsilon)
    {
        using var choice = new KernelChoice(kernels);
        using var scope = torch.NewDisposeScope();
        var random = new Random(2);
        float[] Numbers() => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
        float[][] starts = [Numbers(), Numbers()];
        using var first = new Parameter(torch.tensor(starts[0]));
        using var second = new Parameter(torch.tensor(starts[1]));
        using var optimizer = AdamOptimizer.For([[first], [second]], new() { WeightDecay = 0.1, DecoupledWeightDecay = decoupled, Beta2 = beta2, Epsilon = epsilon });
        var plain = starts.Select(start => start.Select(value => new Plain(beta2, epsilon) { P = value }).ToArray()).ToArray();
        double[] rates = [0.01, 0.05];
        for (int step = 1; step <= 4; step++)
        {
            float[][] gradients = [Numbers(), Numbers()];
            double beta1 = 0.8 - (0.02 * step);
            optimizer.ClearGradients();
            first.mul(torch.tensor(gradients[0])).sum().add(second.mul(torch.tensor(gradients[1])).sum()).backward();
            double norm = optimizer.CollectGradients();
            Assert.Equal(Math.Sqrt(gradients.Sum(group => group.Sum(value => (double)value * value))), norm, 1e-4 * norm);
            optimizer.Step(rates, beta1, gradientFactor: 0.5);
            for (int group = 0; group < 2; group++)
            {
                for (int i = 0; i < count; i++)
                    plain[group][i].Step(0.5 * gradients[group][i], rates[group], beta1, step, 0.1, decoupled);
            }
        }

        foreach (var (parameter, expected) in new[] { (first, plain[0]), (second, plain[1]) })
        {
            var values = TensorMemory.Floats(parameter).ToArray();
            for (int i = 0; i < count; i++)
                Assert.Equal(expected[i].P, values[i], 2e-5);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_parameter_without_gradient_stays(bool kernels)
    {
        using var choice = new KernelChoice(kernels);
        using var scope = torch.NewDisposeScope();
        using var used = new Parameter(torch.tensor([1f]));
        using var unused = new Parameter(torch.tensor([1f]));
        using var optimizer = AdamOptimizer.For([[used, unused]], new() { WeightDecay = 0.1, DecoupledWeightDecay = true });
        used.sum().backward();
        optimizer.CollectGradients();
        optimizer.Step([0.1], 0.8, 1);
        Assert.Equal(1f, unused.item<float>());
        Assert.NotEqual(1f, used.item<float>());
    }

    [Theory]
    [InlineData(0.24, 0.12, 0.5)]
    [InlineData(0.1, 0.12, 1)]
    [InlineData(5, 0, 1)]
    public void Clipping_scales_to_the_limit(double norm, double limit, double factor) =>
        Assert.Equal(factor, TrainingLoop.ClipFactor(norm, limit), 12);

    private sealed class Plain(double beta2, double epsilon)
    {
        private double _m;
        private double _v;

        public double P { get; set; }

        public void Step(double gradient, double rate, double beta1, int step, double decay, bool decoupled)
        {
            if (decoupled)
                P *= 1 - (rate * decay);
            else
                gradient += decay * P;
            _m = (beta1 * _m) + ((1 - beta1) * gradient);
            _v = (beta2 * _v) + ((1 - beta2) * gradient * gradient);
            double mean = _m / (1 - Math.Pow(beta1, step));
            double square = _v / (1 - Math.Pow(beta2, step));
            P -= rate * mean / (Math.Sqrt(square) + epsilon);
        }
    }
}
