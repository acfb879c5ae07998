using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Hidden states → scores of every piece. Its matrix is normally the embedding matrix (weight tying, Press and Wolf 2017), else one of its own.
/// </summary>
internal sealed class LanguageModelDecoder : torch.nn.Module
{
    private readonly Parameter? _weight;
    private readonly Parameter? _bias;
    private readonly torch.Tensor? _noBias;
    private readonly MatrixPrecision _precision;

    /// <summary>A decoder with weights of zero.</summary>
    public LanguageModelDecoder(ModelArchitecture architecture, torch.Device device, MatrixPrecision precision) : base(nameof(LanguageModelDecoder))
    {
        _precision = precision;
        var own = new List<Parameter>();
        if (!architecture.TiedDecoder)
        {
            _weight = ZeroParameter.Of(device, architecture.VocabularySize, architecture.EmbeddingSize);
            register_parameter("weight", _weight);
            own.Add(_weight);
        }

        if (architecture.DecoderBias)
        {
            _bias = ZeroParameter.Of(device, architecture.VocabularySize);
            register_parameter("bias", _bias);
            own.Add(_bias);
        }
        else
        {
            _noBias = torch.zeros(new long[] { architecture.VocabularySize }, device: device).DetachFromDisposeScope();
        }

        Parameters = own;
    }

    /// <summary>What the decoder learns besides the embedding.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Mean cross entropy of the pieces to predict, without ever holding the scores of a whole batch.</summary>
    /// <param name="hidden"><c>[rows, embedding]</c>.</param>
    /// <param name="embedding">The embedding matrix <c>[vocabulary, embedding]</c>.</param>
    /// <param name="targets">The right piece of every row; −1 for none.</param>
    /// <param name="smoothing">ε of label smoothing.</param>
    /// <returns>The loss, a scalar tensor, and how many rows' highest score was the right piece's.</returns>
    public (torch.Tensor Loss, int RightCount) Loss(torch.Tensor hidden, torch.Tensor embedding, int[] targets, double smoothing)
    {
        var prediction = new DecoderLoss.Prediction(targets, smoothing, torch.is_grad_enabled(), _precision);
        return (DecoderLoss.Of(hidden, _weight ?? embedding, _bias ?? _noBias!, prediction), prediction.RightCount);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // Only what the constructor registers belongs to the state, under the names of the file format; fields are not searched for more.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _noBias?.Dispose();
        base.Dispose(disposing);
    }
}
