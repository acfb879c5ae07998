using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// What a QRNN encoder carries from chunk to chunk: the cell state of every layer and, with window 2, the first layer's last input.
/// No gradient flows through it. It belongs to whoever made it, not to a module, so that it never becomes part of a saved model.
/// </summary>
internal sealed class QrnnState : IDisposable
{
    private readonly torch.Tensor[] _cells;

    /// <summary>A state of zeros, as at the start of a text.</summary>
    public QrnnState(ModelArchitecture architecture, int batch)
        : this(
            [.. Enumerable.Range(0, architecture.LayerCount).Select(layer => torch.zeros(new long[] { batch, architecture.OutputSize(layer) }))],
            architecture.FirstLayerWindow == 2 ? torch.zeros(new long[] { batch, architecture.EmbeddingSize }) : null)
    {
    }

    private QrnnState(torch.Tensor[] cells, torch.Tensor? previousInput)
    {
        _cells = cells;
        PreviousInput = previousInput;
    }

    /// <summary>The first layer's input at the last step, <c>[batch, embedding]</c>; null with window 1.</summary>
    public torch.Tensor? PreviousInput { get; }

    /// <summary>A layer's cell state, <c>[batch, output]</c>, changed in place.</summary>
    public torch.Tensor Cell(int layer) => _cells[layer];

    /// <summary>Everything that is carried, in an order that is part of checkpoints.</summary>
    public IReadOnlyList<torch.Tensor> Tensors => PreviousInput is null ? _cells : [.. _cells, PreviousInput];

    /// <summary>The first rows of this state, in the same memory: moving them on moves this state on.</summary>
    public QrnnState FirstRows(int count) => new([.. _cells.Select(cell => cell.narrow(0, 0, count))], PreviousInput?.narrow(0, 0, count));

    /// <inheritdoc/>
    public void Dispose()
    {
        PreviousInput?.Dispose();
        foreach (var cell in _cells)
            cell.Dispose();
    }
}
