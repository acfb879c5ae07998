using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit;

/// <summary>Embedding and recurrent layers, with the dropouts of AWD-LSTM (method file, section 6.1).</summary>
internal sealed class RecurrentEncoder : torch.nn.Module
{
    private readonly ModelArchitecture _architecture;
    private readonly DropoutRates _rates;
    private readonly DropoutMasks _masks;
    private readonly EmbeddingMatrix _embedding;
    private readonly int _paddingId;
    private readonly RecurrentStack _layers;

    /// <param name="architecture">Sizes.</param>
    /// <param name="paddingId">The embedding row that lookups never change.</param>
    /// <param name="rates">Dropout while training, multiplied already.</param>
    /// <param name="masks">Where dropout masks come from. The network lies on their device.</param>
    /// <param name="precision">Of the layers' matrix products.</param>
    public RecurrentEncoder(ModelArchitecture architecture, int paddingId, DropoutRates rates, DropoutMasks masks, MatrixPrecision precision)
        : base(nameof(RecurrentEncoder))
    {
        _architecture = architecture;
        _rates = rates;
        _masks = masks;
        _paddingId = paddingId;
        _embedding = new EmbeddingMatrix(architecture, masks.Device);
        _layers = new RecurrentStack(architecture, masks.Device, precision);
        register_module("embedding", _embedding);
        register_module("layers", _layers);
    }

    /// <summary>The embedding matrix <c>[vocabulary, embedding]</c>, which the decoder shares.</summary>
    public Parameter EmbeddingWeight => _embedding.Weight;

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<IRecurrentLayer> Layers => _layers.Layers;

    /// <summary>A zero state for a batch.</summary>
    public EncoderState NewState(int batch) => new(_architecture, batch, _masks.Device);

    /// <summary>Runs a chunk of steps and moves the state on. Dropout masks are fresh in every call.</summary>
    /// <param name="ids">Piece ids <c>[batch, time]</c> (int64), contiguous.</param>
    /// <param name="state">The state, changed in place.</param>
    /// <param name="mask"><c>[batch, time]</c>, contiguous: 1 at tokens, 0 at padding; null for no padding.</param>
    /// <returns>The last layer's output <c>[batch, time, embedding]</c>, without output dropout; zero at leading padding.</returns>
    public torch.Tensor forward(torch.Tensor ids, EncoderState state, torch.Tensor? mask = null)
    {
        long batch = ids.shape[0];
        var hidden = EmbeddingLookup.Rows(EmbeddingWeight, ids, TokenFactors(ids, mask), _paddingId);            // [batch, time, embedding]
        hidden = Times(hidden, Draw(_rates.Input, batch, 1, _architecture.EmbeddingSize));
        for (int layer = 0; layer < _architecture.LayerCount; layer++)
        {
            if (layer > 0)
                hidden = Times(hidden, Draw(_rates.Hidden, batch, 1, _architecture.InputSize(layer)));
            hidden = Layers[layer].forward(
                hidden,
                state[layer],
                mask,
                WeightDropout.Of(Layers[layer].DroppedWeight, training ? _rates.Weight : 0, _masks),
                DrawZoneout(batch, ids.shape[1], _architecture.OutputSize(layer)));                             // [batch, time, output]
        }

        return hidden;
    }

    /// <summary>A dropout mask; null when not training or where nothing is dropped.</summary>
    internal torch.Tensor? Draw(double rate, params long[] shape) => training ? _masks.Draw(rate, shape) : null;

    internal static torch.Tensor Times(torch.Tensor tensor, torch.Tensor? factor) => factor is null ? tensor : tensor.mul(factor);

    private torch.Tensor? DrawZoneout(params long[] shape) =>
        training && _architecture.Encoder == EncoderKind.Qrnn ? _masks.DrawUnscaled(_rates.Zoneout, shape) : null;

    /// <summary>
    /// One factor per token, <c>[batch, time]</c>: 0 at padding, else the dropout of its row of the embedding matrix. Looking the row mask up
    /// equals dropping rows of the matrix first, without a copy of the matrix.
    /// </summary>
    private torch.Tensor? TokenFactors(torch.Tensor ids, torch.Tensor? mask)
    {
        var rows = Draw(_rates.Embedding, _architecture.VocabularySize)?.index_select(0, ids.view(-1)).view(ids.shape);
        return rows is null ? mask : Times(rows, mask);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // Only what the constructor registers belongs to the state, under the names of the file format; fields are not searched for more.
    }
}
