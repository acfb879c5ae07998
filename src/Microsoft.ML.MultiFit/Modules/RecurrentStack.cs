using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>The encoder's layers, registered by their numbers.</summary>
internal sealed class RecurrentStack : torch.nn.Module
{
    /// <summary>Layers with weights of zero.</summary>
    public RecurrentStack(ModelArchitecture architecture, torch.Device device, MatrixPrecision precision) : base(nameof(RecurrentStack))
    {
        Layers = [.. Enumerable.Range(0, architecture.LayerCount).Select(layer => architecture.Encoder switch
        {
            EncoderKind.Lstm => (IRecurrentLayer)new LstmLayer(architecture, layer, device, precision),
            _ => new QrnnLayer(architecture, layer, device, precision),
        })];
        for (int layer = 0; layer < Layers.Count; layer++)
            register_module($"{layer}", (torch.nn.Module)Layers[layer]);
    }

    /// <summary>First to last.</summary>
    public IReadOnlyList<IRecurrentLayer> Layers { get; }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // Only what the constructor registers belongs to the state, under the names of the file format; fields are not searched for more.
    }
}
