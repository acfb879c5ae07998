using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit;

/// <summary>One QRNN layer (Bradbury et al. 2017): a linear map of the last one or two steps to the gates, then <see cref="QrnnRecurrence"/>.</summary>
internal sealed class QrnnLayer : torch.nn.Module, IRecurrentLayer
{
    private readonly int _window;
    private readonly QrnnPooling _pooling;
    private readonly MatrixPrecision _precision;
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    /// <summary>A layer with weights of zero.</summary>
    public QrnnLayer(ModelArchitecture architecture, int layer, torch.Device device, MatrixPrecision precision) : base(nameof(QrnnLayer))
    {
        _window = architecture.Window(layer);
        _pooling = architecture.Pooling;
        _precision = precision;
        int rows = architecture.GateCount * architecture.OutputSize(layer);
        _weight = ZeroParameter.Of(device, rows, _window * architecture.InputSize(layer));
        _bias = ZeroParameter.Of(device, rows);
        register_parameter("weight", _weight);
        register_parameter("bias", _bias);
    }

    /// <inheritdoc/>
    public Parameter DroppedWeight => _weight;

    /// <inheritdoc/>
    public torch.Tensor forward(torch.Tensor input, LayerState state, torch.Tensor? mask, torch.Tensor droppedWeight, torch.Tensor? zoneout)
    {
        long batch = input.shape[0];
        long time = input.shape[1];
        var steps = _window == 2 ? WithPrevious(input, state.PreviousInput!) : input;    // [batch, time, window·input]
        var gates = LinearMap.Of(steps.view(batch * time, -1), droppedWeight, _bias, _precision).view(batch, time, -1);
        return QrnnRecurrence.Run(gates, state.Cell, _pooling, mask, zoneout);
    }

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
