using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>The oracle is cross entropy as the formula has it, in double, row by row; its gradient by finite differences.</summary>
[Collection(nameof(TorchCollection))]
public class DecoderLossTests
{
    private const int Width = 3;
    private const int Vocabulary = 7;
    private static readonly int[] s_targets = [2, -1, 0, 6, 2];

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 0.1)]
    [InlineData(false, 0)]
    [InlineData(false, 0.1)]
    public void Loss_and_gradients_equal_the_formula(bool kernels, double smoothing)
    {
        using var choice = new KernelChoice(kernels);
        using var scope = torch.NewDisposeScope();
        var random = new Random(4);
        double[][] values = [Numbers(random, s_targets.Length * Width), Numbers(random, Vocabulary * Width), Numbers(random, Vocabulary)];
        long[][] shapes = [[s_targets.Length, Width], [Vocabulary, Width], [Vocabulary]];
        var tensors = values.Zip(shapes, (numbers, shape) => torch.tensor(Array.ConvertAll(numbers, number => (float)number), shape).requires_grad_()).ToArray();
        var prediction = new DecoderLoss.Prediction(s_targets, smoothing, NeedsGradient: true);
        var loss = DecoderLoss.Of(tensors[0], tensors[1], tensors[2], prediction);
        loss.mul(torch.tensor(3f)).backward();
        var (expected, right) = Formula(values, smoothing);
        Assert.Equal(expected, loss.item<float>(), 1e-5);
        Assert.Equal(right, prediction.RightCount);
        for (int part = 0; part < values.Length; part++)
        {
            var gradient = TensorMemory.Floats(tensors[part].grad!).ToArray();
            for (int i = 0; i < values[part].Length; i++)
            {
                const double Step = 1e-5;
                double value = values[part][i];
                values[part][i] = value + Step;
                double above = Formula(values, smoothing).Loss;
                values[part][i] = value - Step;
                double below = Formula(values, smoothing).Loss;
                values[part][i] = value;
                Assert.Equal(3 * (above - below) / (2 * Step), gradient[i], 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rounded_products_give_nearly_the_same_loss_and_gradients(bool kernels)
    {
        const int RowCount = 60, Columns = 50, Pieces = 400;
        using var choice = new KernelChoice(kernels);
        using var scope = torch.NewDisposeScope();
        var random = new Random(5);
        int[] targets = [.. Enumerable.Range(0, RowCount).Select(row => row % 7 == 0 ? -1 : random.Next(Pieces))];
        long[][] shapes = [[RowCount, Columns], [Pieces, Columns], [Pieces]];
        var values = Array.ConvertAll(shapes, shape => Array.ConvertAll(Numbers(random, (int)shape.Aggregate((a, b) => a * b)), number => (float)number));
        var (exact, exactGradients) = Run(MatrixPrecision.Single, needsGradient: true);
        var (rounded, gradients) = Run(MatrixPrecision.Bfloat16, needsGradient: true);
        Assert.NotEqual(exact, rounded);
        Assert.Equal(exact, rounded, 0.01);
        for (int part = 0; part < values.Length; part++)
        {
            double largest = exactGradients[part].Max(Math.Abs);
            Assert.All(exactGradients[part].Zip(gradients[part]), pair => Assert.Equal(pair.First, pair.Second, 0.02 * largest));
        }

        // Measuring is not learning: it is exact.
        Assert.Equal(exact, Run(MatrixPrecision.Bfloat16, needsGradient: false).Loss);

        (float Loss, float[][] Gradients) Run(MatrixPrecision precision, bool needsGradient)
        {
            var tensors = values.Zip(shapes, (numbers, shape) => torch.tensor(numbers, shape).requires_grad_(needsGradient)).ToArray();
            var loss = DecoderLoss.Of(tensors[0], tensors[1], tensors[2], new(targets, 0.1, needsGradient, precision));
            if (needsGradient)
                loss.backward();
            return (loss.item<float>(), [.. tensors.Where(_ => needsGradient).Select(tensor => TensorMemory.Copy(tensor.grad!))]);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Wrong_targets_are_refused(bool kernels)
    {
        using var choice = new KernelChoice(kernels);
        using var scope = torch.NewDisposeScope();
        torch.Tensor Loss(params int[] targets) =>
            DecoderLoss.Of(torch.zeros(2, Width), torch.zeros(Vocabulary, Width), torch.zeros(Vocabulary), new DecoderLoss.Prediction(targets, 0, NeedsGradient: false));
        Assert.Contains("no loss", Assert.Throws<ArgumentException>(() => Loss(-1, -1)).Message);
        Assert.Contains("below 7", Assert.Throws<ArgumentException>(() => Loss(0, 7)).Message);
        Assert.Contains("do not fit", Assert.Throws<ArgumentException>(() => Loss(0)).Message);
    }

    private static double[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];

    private static (double Loss, int RightCount) Formula(double[][] values, double smoothing)
    {
        double loss = 0;
        int right = 0, count = 0;
        for (int row = 0; row < s_targets.Length; row++)
        {
            if (s_targets[row] < 0)
                continue;
            var scores = Enumerable.Range(0, Vocabulary)
                .Select(piece => values[2][piece] + Enumerable.Range(0, Width).Sum(j => values[0][(row * Width) + j] * values[1][(piece * Width) + j]))
                .ToArray();
            double normalizer = Math.Log(scores.Sum(Math.Exp));
            for (int piece = 0; piece < Vocabulary; piece++)
                loss -= (piece == s_targets[row] ? 1 - smoothing : smoothing / (Vocabulary - 1)) * (scores[piece] - normalizer);
            right += scores.Max() == scores[s_targets[row]] ? 1 : 0;
            count++;
        }

        return (loss / count, right);
    }
}
