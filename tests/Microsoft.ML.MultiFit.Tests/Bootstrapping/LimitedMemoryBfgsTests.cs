namespace Microsoft.ML.MultiFit.Tests;

public class LimitedMemoryBfgsTests
{
    [Fact]
    public void Finds_the_bottom_of_a_bowl_with_very_different_axes()
    {
        // Σ cᵢ (xᵢ − i)² + (Σ xᵢ − 45)²: the bottom is x = i.
        double[] scales = [.. Enumerable.Range(0, 10).Select(i => Math.Pow(10, i / 3.0))];
        var point = new double[10];
        Assert.True(LimitedMemoryBfgs.Minimize(Bowl, point, 1e-9, 500, default));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (double)i), point, (left, right) => Math.Abs(left - right) < 1e-6);

        Array.Clear(point);
        Assert.False(LimitedMemoryBfgs.Minimize(Bowl, point, 1e-9, 2, default));

        double Bowl(double[] x, double[] gradient)
        {
            double excess = x.Sum() - 45;
            for (int i = 0; i < x.Length; i++)
                gradient[i] = (2 * scales[i] * (x[i] - i)) + (2 * excess);
            return x.Select((value, i) => scales[i] * (value - i) * (value - i)).Sum() + (excess * excess);
        }
    }

    [Fact]
    public void Can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => LimitedMemoryBfgs.Minimize((_, _) => 0, new double[1], 1, 1, source.Token));
    }
}
