using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// What an encoder carries from chunk to chunk, layer by layer. No gradient flows through it. It belongs to whoever made it, not to a module, so that it
/// never becomes part of a saved model.
/// </summary>
internal sealed class EncoderState : IDisposable
{
    private readonly LayerState[] _layers;

    /// <summary>A state of zeros, as at the start of a text.</summary>
    public EncoderState(ModelArchitecture architecture, int batch, torch.Device device)
        : this([.. Enumerable.Range(0, architecture.LayerCount).Select(layer => LayerState.Zero(architecture, layer, batch, device))])
    {
    }

    private EncoderState(LayerState[] layers) => _layers = layers;

    /// <summary>The state of a layer, changed in place.</summary>
    public LayerState this[int layer] => _layers[layer];

    /// <summary>Everything that is carried, in an order that is part of checkpoints.</summary>
    public IReadOnlyList<torch.Tensor> Tensors =>
        [.. _layers.Select(layer => layer.Cell), .. _layers.Select(layer => layer.Hidden).OfType<torch.Tensor>(), .. _layers.Select(layer => layer.PreviousInput).OfType<torch.Tensor>()];

    /// <summary>The first rows of this state, in the same memory: moving them on moves this state on.</summary>
    public EncoderState FirstRows(int count) => new(Array.ConvertAll(_layers, layer => layer.FirstRows(count)));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in _layers)
            layer.Dispose();
    }
}
