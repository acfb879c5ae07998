using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// One LSTM layer: a linear map of all steps to the gates in one matrix product, then <see cref="LstmRecurrence"/>. Weight dropout falls on the
/// hidden-to-hidden matrix alone (DropConnect of AWD-LSTM, Merity et al. 2018, section 2).
/// </summary>
internal sealed class LstmLayer : torch.nn.Module, IRecurrentLayer
{
    private readonly Parameter _weight;
    private readonly Parameter _recurrentWeight;
    private readonly Parameter _bias;
    private readonly MatrixPrecision _precision;

    /// <summary>A layer with weights of zero.</summary>
    public LstmLayer(ModelArchitecture architecture, int layer, torch.Device device, MatrixPrecision precision) : base(nameof(LstmLayer))
    {
        _precision = precision;
        int rows = architecture.GateCount * architecture.OutputSize(layer);
        _weight = ZeroParameter.Of(device, rows, architecture.InputSize(layer));
        _recurrentWeight = ZeroParameter.Of(device, rows, architecture.OutputSize(layer));
        _bias = ZeroParameter.Of(device, rows);
        register_parameter("weight", _weight);
        register_parameter("recurrent_weight", _recurrentWeight);
        register_parameter("bias", _bias);
    }

    /// <inheritdoc/>
    public Parameter DroppedWeight => _recurrentWeight;

    /// <inheritdoc/>
    public torch.Tensor forward(torch.Tensor input, LayerState state, torch.Tensor? mask, torch.Tensor droppedWeight, torch.Tensor? zoneout)
    {
        long batch = input.shape[0];
        long time = input.shape[1];
        var gates = LinearMap.Of(input.view(batch * time, -1), _weight, _bias, _precision).view(batch, time, -1);
        return LstmRecurrence.Run(gates, droppedWeight, state.Cell, state.Hidden!, mask);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // Only what the constructor registers belongs to the state, under the names of the file format; fields are not searched for more.
    }
}
