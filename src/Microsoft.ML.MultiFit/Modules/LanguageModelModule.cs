using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>The language model as a trainable module: encoder, output dropout, decoder.</summary>
internal sealed class LanguageModelModule : torch.nn.Module
{
    private readonly double _outputDropout;

    /// <param name="architecture">Sizes.</param>
    /// <param name="paddingId">The embedding row that lookups never change.</param>
    /// <param name="rates">Dropout while training, multiplied already.</param>
    /// <param name="masks">Where dropout masks come from. The network lies on their device.</param>
    /// <param name="precision">Of the matrix products while it learns.</param>
    public LanguageModelModule(
        ModelArchitecture architecture, int paddingId, DropoutRates rates, DropoutMasks masks, MatrixPrecision precision = MatrixPrecision.Single)
        : base(nameof(LanguageModelModule))
    {
        _outputDropout = rates.Output;
        Encoder = new RecurrentEncoder(architecture, paddingId, rates, masks, precision);
        Decoder = new LanguageModelDecoder(architecture, masks.Device, precision);
        register_module("encoder", Encoder);
        register_module("decoder", Decoder);
    }

    public RecurrentEncoder Encoder { get; }

    public LanguageModelDecoder Decoder { get; }

    /// <summary>Predicts the next piece at every step of a chunk and moves the state on.</summary>
    /// <param name="batch">Input and targets <c>[rows, length]</c>.</param>
    /// <param name="state">The state, changed in place.</param>
    /// <param name="smoothing">ε of label smoothing.</param>
    /// <returns>The mean cross entropy, how many predictions were right, and the last layer's output before dropout <c>[rows, length, embedding]</c>.</returns>
    public (torch.Tensor Loss, int RightCount, torch.Tensor Hidden) forward(BpttBatch batch, EncoderState state, double smoothing)
    {
        using var ids = torch.tensor(batch.Input, [batch.Rows, batch.Length], device: Encoder.EmbeddingWeight.device);
        var hidden = Encoder.forward(ids, state);
        var dropped = RecurrentEncoder.Times(hidden, Encoder.Draw(_outputDropout, batch.Rows, 1, hidden.shape[2]));
        var (loss, right) = Decoder.Loss(dropped.view((long)batch.Rows * batch.Length, -1), Encoder.EmbeddingWeight, batch.Target, smoothing);
        return (loss, right, hidden);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // Only what the constructor registers belongs to the state, under the names of the file format; fields are not searched for more.
    }
}
