using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>The classifier as a trainable module: encoder over chunks, concat pooling, head.</summary>
internal sealed class TextClassifierModule : torch.nn.Module
{
    private readonly int _chunkLength;
    private readonly int _maxLength;

    /// <param name="architecture">Sizes of the encoder.</param>
    /// <param name="classCount">Classes.</param>
    /// <param name="paddingId">The embedding row that lookups never change.</param>
    /// <param name="options">Dropouts, head size, chunk and window length.</param>
    /// <param name="masks">Where dropout masks come from. The network lies on their device.</param>
    /// <param name="precision">Of the encoder's matrix products while it learns.</param>
    public TextClassifierModule(
        ModelArchitecture architecture, int classCount, int paddingId, ClassifierOptions options, DropoutMasks masks,
        MatrixPrecision precision = MatrixPrecision.Single)
        : base(nameof(TextClassifierModule))
    {
        var rates = options.Training.Dropout.Times(options.Training.DropoutMultiplier);
        _chunkLength = options.Training.BpttLength;
        _maxLength = options.MaxLength;
        Encoder = new RecurrentEncoder(architecture, paddingId, rates, masks, precision);
        Head = new ClassifierHead(3 * architecture.EmbeddingSize, options.HeadHiddenSize, classCount, rates.Output, options.HeadDropout, masks);
        register_module("encoder", Encoder);
        register_module("head", Head);
    }

    public RecurrentEncoder Encoder { get; }

    public ClassifierHead Head { get; }

    /// <summary>
    /// Reads whole documents in chunks with carried state; the gradient stays inside each chunk. Only the last
    /// <see cref="ClassifierOptions.MaxLength"/> steps are pooled and learned from; the ones before shape the state.
    /// </summary>
    /// <param name="batch">Documents <c>[rows, length]</c>, padded at the front.</param>
    /// <returns>Scores before softmax <c>[rows, classes]</c>, and the last layer's output over the pooled steps <c>[rows, pooled steps, embedding]</c>.</returns>
    public (torch.Tensor Scores, torch.Tensor Hidden) forward(DocumentBatch batch)
    {
        var device = Encoder.EmbeddingWeight.device;
        using var state = Encoder.NewState(batch.Rows);
        var ids = torch.tensor(batch.Ids, [batch.Rows, batch.Length], device: device);
        var mask = batch.HasPadding ? torch.tensor(batch.Mask(), [batch.Rows, batch.Length], device: device) : null;
        int windowStart = Math.Max(0, batch.Length - _maxLength);
        var outputs = new List<torch.Tensor>();
        for (int start = 0; start < batch.Length;)
        {
            int nextBorder = (start / _chunkLength * _chunkLength) + _chunkLength;
            int end = Math.Min(nextBorder, start < windowStart ? windowStart : batch.Length);
            if (start < windowStart)
                Warm(batch, ids, state, mask, start, end);
            else
                outputs.Add(Run(ids, state, mask, start, end));
            start = end;
        }

        var hidden = outputs.Count == 1 ? outputs[0] : torch.cat(outputs, 1);
        var window = mask?.narrow(1, windowStart, batch.Length - windowStart);
        return (Head.forward(ConcatPooling.Pool(hidden, window)), hidden);
    }

    /// <summary>Moves the state over steps that are not learned from. Rows that are still padding, the shorter ones, cost nothing.</summary>
    private void Warm(DocumentBatch batch, torch.Tensor ids, EncoderState state, torch.Tensor? mask, int start, int end)
    {
        int rows = batch.Padding.Count(padding => padding < end);
        using var withoutGradient = torch.no_grad();
        using var begun = state.FirstRows(rows);
        Run(ids.narrow(0, 0, rows), begun, mask?.narrow(0, 0, rows), start, end).Dispose();
    }

    private torch.Tensor Run(torch.Tensor ids, EncoderState state, torch.Tensor? mask, int start, int end)
    {
        // What one chunk computes on the way need not wait for the others, unless the gradient needs it.
        using var scope = torch.NewDisposeScope();
        return Encoder
            .forward(ids.narrow(1, start, end - start).contiguous(), state, mask?.narrow(1, start, end - start).contiguous())
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // Only what the constructor registers belongs to the state, under the names of the file format; fields are not searched for more.
    }
}
