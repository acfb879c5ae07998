using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>The oracle is the sum of products in double, of factors that were rounded by hand.</summary>
[Collection(nameof(TorchCollection))]
public class LinearMapTests
{
    private const int Rows = 70;
    private const int Input = 500;
    private const int Output = 30;

    // A result is rounded to 8 bits, half a unit in the last place of which is 2⁻⁸ of it at most.
    private const double HalfUnit = 1.0 / 256;

    private readonly float[] _rows = Numbers(1, Rows * Input);
    private readonly float[] _weight = Numbers(2, Output * Input);
    private readonly float[] _bias = Numbers(3, Output);
    private readonly float[] _given = Numbers(4, Rows * Output);

    [Fact]
    public void Results_are_sums_of_products_of_rounded_factors()
    {
        using var scope = torch.NewDisposeScope();
        var mapped = LinearMap.Of(Tensor(_rows, Rows, Input), Tensor(_weight, Output, Input), Tensor(_bias, Output), MatrixPrecision.Bfloat16);
        Assert.Equal(torch.ScalarType.Float32, mapped.dtype);
        var actual = TensorMemory.Copy(mapped);
        for (int row = 0; row < Rows; row++)
        {
            for (int output = 0; output < Output; output++)
            {
                double expected = Rounded(_bias[output]) + Enumerable.Range(0, Input).Sum(i => (double)Rounded(_rows[(row * Input) + i]) * Rounded(_weight[(output * Input) + i]));
                float value = actual[(row * Output) + output];
                Near(expected, value);
                Assert.Equal(Rounded(value), value);
            }
        }
    }

    [Fact]
    public void Gradients_are_sums_of_products_of_rounded_factors()
    {
        using var scope = torch.NewDisposeScope();
        var (rows, weight, bias) = (Tensor(_rows, Rows, Input), Tensor(_weight, Output, Input), Tensor(_bias, Output));
        var mapped = LinearMap.Of(rows, weight, bias, MatrixPrecision.Bfloat16);
        mapped.mul(torch.tensor(_given, [Rows, Output])).sum().backward();
        var (rowGradient, weightGradient, biasGradient) = (TensorMemory.Copy(rows.grad!), TensorMemory.Copy(weight.grad!), TensorMemory.Copy(bias.grad!));
        for (int i = 0; i < Rows * Input; i++)
            Near(Enumerable.Range(0, Output).Sum(output => (double)Given(i / Input, output) * Rounded(_weight[(output * Input) + (i % Input)])), rowGradient[i]);
        for (int i = 0; i < Output * Input; i++)
            Near(Enumerable.Range(0, Rows).Sum(row => (double)Given(row, i / Input) * Rounded(_rows[(row * Input) + (i % Input)])), weightGradient[i]);
        for (int output = 0; output < Output; output++)
            Assert.Equal(Enumerable.Range(0, Rows).Sum(row => _given[(row * Output) + output]), biasGradient[output], 1e-4);

        float Given(int row, int output) => Rounded(_given[(row * Output) + output]);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Nothing_is_rounded_unless_asked_for_and_learning(bool learns, bool rounds)
    {
        var precision = rounds ? MatrixPrecision.Bfloat16 : MatrixPrecision.Single;
        using var scope = torch.NewDisposeScope();
        using var mode = torch.set_grad_enabled(learns);
        var (rows, weight, bias) = (Tensor(_rows, Rows, Input), Tensor(_weight, Output, Input), Tensor(_bias, Output));
        var mapped = LinearMap.Of(rows, weight, bias, precision);
        Assert.Equal(TensorMemory.Copy(torch.nn.functional.linear(rows, weight, bias)), TensorMemory.Copy(mapped));
    }

    [Fact]
    public void What_does_not_learn_gets_no_gradient()
    {
        using var scope = torch.NewDisposeScope();
        var (rows, weight, bias) = (Tensor(_rows, Rows, Input), Tensor(_weight, Output, Input), Tensor(_bias, Output));
        rows.requires_grad = bias.requires_grad = false;
        LinearMap.Of(rows, weight, bias, MatrixPrecision.Bfloat16).sum().backward();
        Assert.Null(rows.grad);
        Assert.Null(bias.grad);
        Assert.NotNull(weight.grad);
    }

    [Fact]
    public void Small_products_are_exact()
    {
        using var scope = torch.NewDisposeScope();
        var (rows, weight, bias) = (Tensor(_rows, Rows, Input).narrow(0, 0, 2), Tensor(_weight, Output, Input), Tensor(_bias, Output));
        var mapped = LinearMap.Of(rows, weight, bias, MatrixPrecision.Bfloat16);
        Assert.Equal(TensorMemory.Copy(torch.nn.functional.linear(rows, weight, bias)), TensorMemory.Copy(mapped));
    }

    private static void Near(double expected, float actual) => Assert.Equal(expected, actual, (HalfUnit * Math.Abs(expected)) + 1e-4);

    private static torch.Tensor Tensor(float[] values, params long[] shape) => torch.tensor(values, shape).requires_grad_();

    private static float[] Numbers(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
    }

    /// <summary>To the nearest number of 8 bits of mantissa, to the even one of two.</summary>
    private static float Rounded(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return BitConverter.UInt32BitsToSingle((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000);
    }
}
