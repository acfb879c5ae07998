using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>The encoder's layers, registered by their numbers.</summary>
internal sealed class QrnnStack : torch.nn.Module
{
    /// <summary>Layers with weights of zero.</summary>
    public QrnnStack(ModelArchitecture architecture) : base(nameof(QrnnStack))
    {
        Layers = [.. Enumerable.Range(0, architecture.LayerCount).Select(layer =>
            new QrnnLayer(architecture.InputSize(layer), architecture.OutputSize(layer), architecture.Window(layer)))];
        for (int layer = 0; layer < Layers.Count; layer++)
            register_module($"{layer}", Layers[layer]);
    }

    /// <summary>First to last.</summary>
    public IReadOnlyList<QrnnLayer> Layers { get; }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // Only what the constructor registers belongs to the state, under the names of the file format; fields are not searched for more.
    }
}
