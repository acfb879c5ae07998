using static TorchSharp.torch;

namespace TorchSharp.StandIn.Tests;

/// <summary>Managed arrays against tensors, and slopes by finite differences.</summary>
internal static class Numbers
{
    internal static float[] Values(this Tensor tensor) => tensor.to(ScalarType.Float32).contiguous().data<float>().ToArray();

    internal static void AssertValues(float[] expected, Tensor actual, float tolerance = 1e-6f)
    {
        var values = actual.Values();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance, $"element {i}: expected {expected[i]}, got {values[i]}");
    }

    /// <summary>Compares the gradient of a scalar function with central differences, in double precision.</summary>
    internal static void AssertGradient(Func<Tensor, Tensor> function, double[] at, params long[] shape)
    {
        var x = tensor(at, shape, requires_grad: true);
        function(x).backward();
        var slopes = x.grad!.data<double>().ToArray();
        const double Step = 1e-5;
        for (int i = 0; i < at.Length; i++)
        {
            double Shifted(double by)
            {
                var moved = (double[])at.Clone();
                moved[i] += by;
                return function(tensor(moved, shape)).ToDouble();
            }
            double expected = (Shifted(Step) - Shifted(-Step)) / (2 * Step);
            Assert.True(Math.Abs(expected - slopes[i]) < 1e-6 * Math.Max(1, Math.Abs(expected)), $"element {i}: expected {expected}, got {slopes[i]}");
        }
    }
}
