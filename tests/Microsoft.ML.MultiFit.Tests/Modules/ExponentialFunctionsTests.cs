using System.Numerics;

namespace Microsoft.ML.MultiFit.Tests;

public class ExponentialFunctionsTests
{
    private const double Precision = 5e-7;

    public static TheoryData<float> Numbers()
    {
        var random = new Random(1);
        var numbers = new TheoryData<float> { 0, -0f, 1e-30f, -1e-30f, 1e-4f, -1e-4f, 0.17f, -0.18f, 0.34657f, 0.3466f, 1, -1, 9, -9, 40, -40, 86.9f, -86.9f };
        for (int i = 0; i < 200; i++)
            numbers.Add((float)((2 * random.NextDouble() - 1) * Math.Pow(10, random.NextDouble() * 4 - 2.1)));
        return numbers;
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Values_are_those_of_double_precision(float x)
    {
        Close(Math.Exp(x), ExponentialFunctions.Exp(new Vector<float>(x))[0]);
        Close(1 / (1 + Math.Exp(-x)), ExponentialFunctions.Sigmoid(new Vector<float>(x))[0]);
        Close(Math.Tanh(x), ExponentialFunctions.Tanh(new Vector<float>(x))[0]);
    }

    [Fact]
    public void Beyond_the_range_are_the_limits()
    {
        foreach (float x in new[] { 90, 1e10f, float.PositiveInfinity })
        {
            Assert.Equal(1, ExponentialFunctions.Sigmoid(new Vector<float>(x))[0]);
            Assert.Equal(0, ExponentialFunctions.Sigmoid(new Vector<float>(-x))[0], 1e-37);
            Assert.Equal(1, ExponentialFunctions.Tanh(new Vector<float>(x))[0]);
            Assert.Equal(-1, ExponentialFunctions.Tanh(new Vector<float>(-x))[0]);
            Assert.Equal(0, ExponentialFunctions.Exp(new Vector<float>(-x))[0], 1e-37);
        }
    }

    [Fact]
    public void What_is_not_a_number_stays_none()
    {
        // A loss that is none must be noticed.
        var none = new Vector<float>(float.NaN);
        Assert.True(float.IsNaN(ExponentialFunctions.Exp(none)[0]));
        Assert.True(float.IsNaN(ExponentialFunctions.Sigmoid(none)[0]));
        Assert.True(float.IsNaN(ExponentialFunctions.Tanh(none)[0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(103)]
    public void Sums_cover_every_number_once(int count)
    {
        var random = new Random(count);
        float[] numbers = [.. Enumerable.Range(0, count).Select(_ => 20 * random.NextSingle())];
        double[] expected = Array.ConvertAll(numbers, x => Math.Exp(x - 20.0));
        float sum = ExponentialFunctions.ExpSum(numbers, 20);
        for (int i = 0; i < count; i++)
            Assert.InRange(numbers[i], expected[i] * (1 - 3e-6), expected[i] * (1 + 3e-6));    // the difference is rounded, too
        Assert.InRange(sum, expected.Sum() * (1 - 3e-6), expected.Sum() * (1 + 3e-6));
    }

    private static void Close(double expected, float actual) =>
        Assert.InRange(actual, Math.Min(expected * (1 - Precision), expected * (1 + Precision)), Math.Max(expected * (1 - Precision), expected * (1 + Precision)));
}
