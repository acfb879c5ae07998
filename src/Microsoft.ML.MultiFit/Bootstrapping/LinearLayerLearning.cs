using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>A layer with its gradients and Adam's moments.</summary>
internal sealed class LinearLayerLearning(LinearLayer layer)
{
    private static readonly TrainingOptions s_adam = new() { Beta2 = 0.999, Epsilon = 1e-8, WeightDecay = 0 };

    private readonly Learned _weights = new(layer.Weights.Values);
    private readonly Learned _bias = new(layer.Bias.Values);

    public LinearLayer Layer { get; } = layer;

    /// <summary>Sum of the gradients since the last step, <c>[out, in]</c>.</summary>
    public ReadOnlySpan<float> WeightGradient => _weights.Gradient;

    /// <summary>The same of the bias, <c>[out]</c>.</summary>
    public ReadOnlySpan<float> BiasGradient => _bias.Gradient;

    /// <summary>Adds what an input contributes to the gradients.</summary>
    /// <param name="input">What the layer saw, <c>[in]</c>.</param>
    /// <param name="gradient">The loss's gradient by the layer's outputs, <c>[out]</c>.</param>
    /// <param name="inputGradient">Takes the gradient by the inputs, <c>[in]</c>; empty where nobody needs it.</param>
    public void Add(ReadOnlySpan<float> input, ReadOnlySpan<float> gradient, Span<float> inputGradient)
    {
        inputGradient.Clear();
        TensorPrimitives.Add(_bias.Gradient, gradient, _bias.Gradient);
        for (int output = 0; output < gradient.Length; output++)
        {
            var row = _weights.Gradient.AsSpan(output * Layer.InputSize, Layer.InputSize);
            TensorPrimitives.MultiplyAdd(input, gradient[output], row, row);
            if (!inputGradient.IsEmpty)
                TensorPrimitives.MultiplyAdd(Layer.Row(output), gradient[output], inputGradient, inputGradient);
        }
    }

    /// <summary>One step of Adam along the gradients, which are 0 afterwards.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="step">The step's number, from 1.</param>
    public void Step(double rate, int step)
    {
        var adam = new AdamKernel(rate, beta1: 0.9, step, gradientFactor: 1, s_adam);
        _weights.Step(adam);
        _bias.Step(adam);
    }

    private sealed class Learned(float[] values)
    {
        private readonly float[] _mean = new float[values.Length];
        private readonly float[] _square = new float[values.Length];

        public float[] Gradient { get; } = new float[values.Length];

        public void Step(AdamKernel adam)
        {
            adam.Run(values, Gradient, _mean, _square);
            Array.Clear(Gradient);
        }
    }
}
