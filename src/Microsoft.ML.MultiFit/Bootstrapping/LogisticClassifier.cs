using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Multinomial logistic regression: the probabilities of classes are softmax(W x + b). It scores in managed code and can be shared between threads.
/// </summary>
public sealed class LogisticClassifier
{
    private readonly float[] _weights;
    private readonly float[] _bias;

    /// <summary>Takes learned numbers.</summary>
    /// <param name="weights">W, <c>[classes, features]</c>: 2 classes and 1 feature, at least.</param>
    /// <param name="bias">b, <c>[classes]</c>; −∞ for a class of probability 0.</param>
    /// <exception cref="InvalidDataException">The shapes do not fit each other, a number is not one, or every class has probability 0.</exception>
    public LogisticClassifier(WeightTensor weights, WeightTensor bias)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(bias);
        if (weights.Shape is not [>= 2, >= 1] || bias.Shape is not [var count] || count != weights.Shape[0])
            throw new InvalidDataException($"Weights of shape {weights.ShapeText} and a bias of shape {bias.ShapeText} make no classifier.");
        if (!Array.TrueForAll(weights.Values, float.IsFinite) || Array.Exists(bias.Values, value => !(value < float.PositiveInfinity)) || !Array.Exists(bias.Values, float.IsFinite))
            throw new InvalidDataException("The weights of a classifier must be finite, and so must the bias of one class at least.");
        (Weights, Bias) = (weights, bias);
        (_weights, _bias) = (weights.Values, bias.Values);
        (ClassCount, FeatureCount) = (weights.Shape[0], weights.Shape[1]);
    }

    /// <summary>W, <c>[classes, features]</c>.</summary>
    public WeightTensor Weights { get; }

    /// <summary>b, <c>[classes]</c>.</summary>
    public WeightTensor Bias { get; }

    /// <summary>How many classes it knows.</summary>
    public int ClassCount { get; }

    /// <summary>How many numbers it judges by.</summary>
    public int FeatureCount { get; }

    /// <summary>The probability of each class; they sum to 1.</summary>
    /// <exception cref="ArgumentException">There are not as many features as expected.</exception>
    public float[] Probabilities(ReadOnlySpan<float> features)
    {
        if (features.Length != FeatureCount)
            throw new ArgumentException($"The classifier judges by {FeatureCount} features; {features.Length} were given.", nameof(features));
        var probabilities = new float[ClassCount];
        for (int label = 0; label < ClassCount; label++)
            probabilities[label] = _bias[label] + TensorPrimitives.Dot(features, _weights.AsSpan(label * FeatureCount, FeatureCount));
        float highest = TensorPrimitives.Max<float>(probabilities);
        TensorPrimitives.Subtract(probabilities, highest, probabilities);
        TensorPrimitives.Exp<float>(probabilities, probabilities);
        TensorPrimitives.Divide(probabilities, TensorPrimitives.Sum<float>(probabilities), probabilities);
        return probabilities;
    }
}
