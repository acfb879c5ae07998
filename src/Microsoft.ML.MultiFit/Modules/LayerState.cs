using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>What one layer carries from chunk to chunk, changed in place.</summary>
/// <param name="Cell">The cell state <c>[batch, output]</c>.</param>
/// <param name="Hidden">Of an LSTM layer: the output of the last step <c>[batch, output]</c>.</param>
/// <param name="PreviousInput">Of a QRNN layer with window 2: the input of the last step <c>[batch, input]</c>.</param>
internal sealed record LayerState(torch.Tensor Cell, torch.Tensor? Hidden, torch.Tensor? PreviousInput) : IDisposable
{
    /// <summary>The state before the first step.</summary>
    public static LayerState Zero(ModelArchitecture architecture, int layer, int batch, torch.Device device)
    {
        torch.Tensor Zeros(int width) => torch.zeros(new long[] { batch, width }, device: device);
        return new(
            Zeros(architecture.OutputSize(layer)),
            architecture.Encoder == EncoderKind.Lstm ? Zeros(architecture.OutputSize(layer)) : null,
            architecture.Window(layer) == 2 ? Zeros(architecture.InputSize(layer)) : null);
    }

    /// <summary>The first rows, in the same memory.</summary>
    public LayerState FirstRows(int count) => new(Cell.narrow(0, 0, count), Hidden?.narrow(0, 0, count), PreviousInput?.narrow(0, 0, count));

    /// <inheritdoc/>
    public void Dispose()
    {
        Cell.Dispose();
        Hidden?.Dispose();
        PreviousInput?.Dispose();
    }
}
