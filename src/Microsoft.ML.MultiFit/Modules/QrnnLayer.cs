using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit;

/// <summary>One QRNN layer (Bradbury et al. 2017): a linear map of the last one or two steps to three gates, then <see cref="FoPooling"/>.</summary>
internal sealed class QrnnLayer : torch.nn.Module
{
    private readonly int _window;
    private readonly int _outputSize;
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    /// <summary>A layer with weights of zero.</summary>
    public QrnnLayer(int inputSize, int outputSize, int window) : base(nameof(QrnnLayer))
    {
        _window = window;
        _outputSize = outputSize;
        _weight = ZeroParameter.Of(3 * outputSize, window * inputSize);
        _bias = ZeroParameter.Of(3 * outputSize);
        register_parameter("weight", _weight);
        register_parameter("bias", _bias);
    }

    /// <summary>Runs a chunk of steps.</summary>
    /// <param name="input"><c>[batch, time, input]</c>, contiguous, zero at padding.</param>
    /// <param name="cell">Cell state <c>[batch, output]</c>, moved on in place.</param>
    /// <param name="previousInput">With window 2 the input of the step before, <c>[batch, input]</c>, moved on in place.</param>
    /// <param name="mask"><c>[batch, time]</c>, 0 at padding; null for no padding.</param>
    /// <param name="weightMask">What to multiply the weight by (weight dropout), of its shape; null for nothing.</param>
    /// <returns><c>[batch, time, output]</c>; zero at leading padding.</returns>
    public torch.Tensor forward(torch.Tensor input, torch.Tensor cell, torch.Tensor? previousInput, torch.Tensor? mask, torch.Tensor? weightMask)
    {
        long batch = input.shape[0];
        long time = input.shape[1];
        var steps = _window == 2 ? WithPrevious(input, previousInput!) : input;    // [batch, time, window·input]
        var weight = weightMask is null ? _weight : _weight.mul(weightMask);
        var gates = torch.nn.functional.linear(steps.view(batch * time, -1), weight, _bias).view(batch, time, 3 * _outputSize);
        return FoPooling.Pool(gates, cell, mask);
    }

    /// <summary>Shape of the weight, for its dropout mask.</summary>
    public long[] WeightShape => _weight.shape;

    private static torch.Tensor WithPrevious(torch.Tensor input, torch.Tensor previousInput)
    {
        long time = input.shape[1];
        var shifted = torch.cat([previousInput.unsqueeze(1), input.narrow(1, 0, time - 1)], 1);
        var steps = torch.cat([input, shifted], 2);
        previousInput.copy_(input.select(1, time - 1).detach());
        return steps;
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // Only what the constructor registers belongs to the state, under the names of the file format; fields are not searched for more.
    }
}
