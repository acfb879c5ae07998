using System.Numerics;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// e^x and the gates' activations to a few units in the last place. Training evaluates them some hundred million times a step, and functions that are
/// exact to the last bit take twice the width and several times the time. e^x stays what it is at ±87 beyond them; NaN gives NaN.
/// </summary>
internal static class ExponentialFunctions
{
    /// <summary>Soon after it e^x leaves the numbers of full precision.</summary>
    private const float Limit = 87;

    /// <summary>Added to a small number it leaves the nearest integer in the last bits.</summary>
    private const float Rounding = 3 << 22;

    private const int MantissaBits = 23;

    /// <summary>x ← eˣ⁻ᵒ.</summary>
    /// <param name="values">The numbers x.</param>
    /// <param name="offset">The number o.</param>
    /// <returns>The sum of the results.</returns>
    public static float ExpSum(Span<float> values, float offset)
    {
        var sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var result = Exp(new Vector<float>(values[i..]) - new Vector<float>(offset));
            result.CopyTo(values[i..]);
            sums += result;
        }

        float sum = Vector.Sum(sums);
        for (; i < values.Length; i++)
        {
            values[i] = Exp(new Vector<float>(values[i] - offset))[0];
            sum += values[i];
        }

        return sum;
    }

    /// <summary>eˣ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x)
    {
        var (power, remainder) = Split(x);
        return Vector.MultiplyAddEstimate(power, remainder, power);
    }

    /// <summary>1/(1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Exp(-x));

    /// <summary>tanh x = m/(m + 2) with m = e²ˣ − 1, which keeps the digits of small x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x)
    {
        var (power, remainder) = Split(x + x);
        var m = Vector.MultiplyAddEstimate(power, remainder, power - Vector<float>.One);
        return m / (m + new Vector<float>(2));
    }

    /// <summary>e^x = 2ⁿ·(1 + remainder), where |remainder| is below 0.42: x = n·ln 2 + r, and e^r − 1 by its series as far as r⁷.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<float> Power, Vector<float> Remainder) Split(Vector<float> x)
    {
        // In this order NaN passes, where the hardware's minimum gives its second number.
        x = Vector.MaxNative(new Vector<float>(-Limit), Vector.MinNative(new Vector<float>(Limit), x));
        var rounded = Vector.MultiplyAddEstimate(x, new Vector<float>(1.44269504f), new Vector<float>(Rounding));
        var n = rounded - new Vector<float>(Rounding);

        // ln 2 in two parts, the first so short that its product is exact.
        var r = Vector.MultiplyAddEstimate(n, new Vector<float>(-0.693359375f), x);
        r = Vector.MultiplyAddEstimate(n, new Vector<float>(2.12194440e-4f), r);
        var series = new Vector<float>(1f / 5040);
        series = Vector.MultiplyAddEstimate(series, r, new Vector<float>(1f / 720));
        series = Vector.MultiplyAddEstimate(series, r, new Vector<float>(1f / 120));
        series = Vector.MultiplyAddEstimate(series, r, new Vector<float>(1f / 24));
        series = Vector.MultiplyAddEstimate(series, r, new Vector<float>(1f / 6));
        series = Vector.MultiplyAddEstimate(series, r, new Vector<float>(0.5f));
        var remainder = Vector.MultiplyAddEstimate(series, r * r, r);
        var power = (Vector.AsVectorInt32(rounded) << MantissaBits) + Vector.AsVectorInt32(Vector<float>.One);
        return (Vector.AsVectorSingle(power), remainder);
    }
}
