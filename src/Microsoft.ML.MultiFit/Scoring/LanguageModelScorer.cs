namespace Microsoft.ML.MultiFit;

/// <summary>
/// The managed forward pass of a language model: no native library, safe to share between threads. The packed weights are made at the first use, once per
/// language model.
/// </summary>
public sealed class LanguageModelScorer
{
    private readonly LanguageModel _model;
    private readonly Lazy<PackedDecoder> _decoder;

    /// <summary>Makes a scorer of that model.</summary>
    public LanguageModelScorer(LanguageModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _decoder = new Lazy<PackedDecoder>(() => new PackedDecoder(model));
    }

    /// <summary>Pooled document vectors <c>[last, max, mean]</c> over all of a document's tokens, each of 3 × embedding size.</summary>
    /// <param name="documents">Piece ids of each document (<see cref="LanguageModel.Encode"/>).</param>
    /// <param name="threadCount">Threads to use, at least 1; null leaves one per core.</param>
    /// <param name="cancellationToken">Looked at once per 256 tokens.</param>
    /// <exception cref="ArgumentException">A document is empty or has an id outside the vocabulary; the message names its index.</exception>
    public float[][] Pool(IReadOnlyList<int[]> documents, int? threadCount = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var vectors = new float[documents.Count][];
        int size = _model.Architecture.EmbeddingSize;
        DocumentScoring.Run(
            _model.PackedEncoder,
            documents,
            () => new PooledOutput(documents, size, int.MaxValue, (document, pooled) => vectors[document] = pooled),
            threadCount,
            cancellationToken);
        return vectors;
    }

    /// <summary>exp of the mean cross entropy of each document's next pieces; NaN for a document of one piece. Parameters as of <see cref="Pool"/>.</summary>
    /// <exception cref="ArgumentException">A document is empty or has an id outside the vocabulary; the message names its index.</exception>
    public float[] Perplexity(IReadOnlyList<int[]> documents, int? threadCount = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var perplexities = new float[documents.Count];
        DocumentScoring.Run(
            _model.PackedEncoder,
            documents,
            () => new PerplexityOutput(documents, _decoder.Value, (document, perplexity) => perplexities[document] = perplexity),
            threadCount,
            cancellationToken);
        return perplexities;
    }
}
