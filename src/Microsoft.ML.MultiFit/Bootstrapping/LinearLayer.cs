using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>W x + b.</summary>
internal sealed class LinearLayer
{
    private readonly float[] _weights;
    private readonly float[] _bias;

    /// <summary>Wraps the given numbers, which may change.</summary>
    /// <param name="weights">W, <c>[out, in]</c>.</param>
    /// <param name="bias">b, <c>[out]</c>.</param>
    /// <exception cref="InvalidDataException">The shapes do not fit each other, or a number is not finite; −∞ may be one of b.</exception>
    public LinearLayer(WeightTensor weights, WeightTensor bias)
    {
        if (weights.Shape is not [>= 1, >= 1] || bias.Shape is not [var count] || count != weights.Shape[0])
            throw new InvalidDataException($"Weights of shape {weights.ShapeText} and a bias of shape {bias.ShapeText} make no layer.");
        if (!Array.TrueForAll(weights.Values, float.IsFinite) || !Array.TrueForAll(bias.Values, value => value < float.PositiveInfinity))
            throw new InvalidDataException("The weights of a layer must be finite.");
        (Weights, Bias) = (weights, bias);
        (_weights, _bias) = (weights.Values, bias.Values);
    }

    /// <summary>W, <c>[out, in]</c>.</summary>
    public WeightTensor Weights { get; }

    /// <summary>b, <c>[out]</c>.</summary>
    public WeightTensor Bias { get; }

    public int InputSize => Weights.Shape[1];

    public int OutputSize => Weights.Shape[0];

    /// <summary>A layer that has learned nothing: all numbers uniform(±1/√in), as PyTorch begins.</summary>
    public static LinearLayer CreateRandom(int inputSize, int outputSize, Random random)
    {
        float bound = 1 / MathF.Sqrt(inputSize);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => bound * ((2 * random.NextSingle()) - 1))];
        return new LinearLayer(
            new WeightTensor([outputSize, inputSize], Draw(checked(outputSize * inputSize))), new WeightTensor([outputSize], Draw(outputSize)));
    }

    /// <summary>The outputs for an input, <c>[in]</c> → <c>[out]</c>.</summary>
    public float[] Apply(ReadOnlySpan<float> input)
    {
        var outputs = new float[_bias.Length];
        for (int output = 0; output < outputs.Length; output++)
            outputs[output] = _bias[output] + TensorPrimitives.Dot(input, Row(output));
        return outputs;
    }

    /// <summary>The weights of an output, <c>[in]</c>.</summary>
    public ReadOnlySpan<float> Row(int output) => _weights.AsSpan(output * InputSize, InputSize);
}
