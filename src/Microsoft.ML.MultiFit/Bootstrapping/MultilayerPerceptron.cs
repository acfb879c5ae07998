using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// A small neural network on vectors: hidden layers tanh(W x + b), then class probabilities softmax(W x + b). Without hidden layers that is multinomial
/// logistic regression. It scores in managed code and can be shared between threads.
/// </summary>
public sealed class MultilayerPerceptron
{
    private readonly IReadOnlyList<LinearLayer> _layers;

    /// <summary>Takes learned numbers.</summary>
    /// <param name="layers">
    /// W, <c>[out, in]</c>, and b, <c>[out]</c>, of every layer; the last one's outputs are the classes, 2 at least. A b of −∞ there makes a class of probability 0.
    /// </param>
    /// <exception cref="InvalidDataException">The shapes do not fit each other, a number is not finite, or every class has probability 0.</exception>
    public MultilayerPerceptron(IReadOnlyList<(WeightTensor Weights, WeightTensor Bias)> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _layers = [.. layers.Select(layer => new LinearLayer(layer.Weights, layer.Bias))];
        if (_layers.Count == 0 || _layers[^1].OutputSize < 2 || _layers.Skip(1).Zip(_layers).Any(pair => pair.First.InputSize != pair.Second.OutputSize))
            throw new InvalidDataException("The shapes of the layers make no classifier.");
        if (_layers.SkipLast(1).Any(layer => layer.Bias.Values.Any(float.IsInfinity)) || !_layers[^1].Bias.Values.Any(float.IsFinite))
            throw new InvalidDataException("The biases of hidden layers must be finite, and so must that of one class at least.");
    }

    /// <summary>W and b of every layer.</summary>
    public IReadOnlyList<(WeightTensor Weights, WeightTensor Bias)> Layers => [.. _layers.Select(layer => (layer.Weights, layer.Bias))];

    /// <summary>How many classes it knows.</summary>
    public int ClassCount => _layers[^1].OutputSize;

    /// <summary>How many numbers it judges by.</summary>
    public int FeatureCount => _layers[0].InputSize;

    /// <summary>The probability of each class; they sum to 1.</summary>
    /// <exception cref="ArgumentException">There are not as many features as expected.</exception>
    public float[] Probabilities(ReadOnlySpan<float> features)
    {
        if (features.Length != FeatureCount)
            throw new ArgumentException($"The classifier judges by {FeatureCount} features; {features.Length} were given.", nameof(features));
        var values = features;
        for (int layer = 0; layer < _layers.Count; layer++)
        {
            var outputs = _layers[layer].Apply(values);
            if (layer < _layers.Count - 1)
                TensorPrimitives.Tanh<float>(outputs, outputs);
            else
                SoftMax(outputs);
            values = outputs;
        }

        return values.ToArray();
    }

    /// <summary>Less the highest first, which changes nothing but that large numbers do not overflow.</summary>
    private static void SoftMax(float[] outputs)
    {
        TensorPrimitives.Subtract(outputs, TensorPrimitives.Max<float>(outputs), outputs);
        TensorPrimitives.SoftMax<float>(outputs, outputs);
    }
}
