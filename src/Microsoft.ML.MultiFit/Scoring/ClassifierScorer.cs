namespace Microsoft.ML.MultiFit;

/// <summary>
/// The managed forward pass of a classifier: no native library, safe to share between threads. The packed weights are made at the first use, once per
/// language model.
/// </summary>
public sealed class ClassifierScorer
{
    private readonly TextClassifier _classifier;
    private readonly HeadScorer _head;

    /// <summary>Makes a scorer of that classifier.</summary>
    public ClassifierScorer(TextClassifier classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        _classifier = classifier;
        _head = new HeadScorer(classifier);
    }

    /// <summary>Probabilities of every class for every document, <c>[document][class]</c>. A document's result does not depend on the others.</summary>
    /// <param name="documents">Piece ids of each document (<see cref="LanguageModel.Encode"/>).</param>
    /// <param name="threadCount">Threads to use, at least 1; null leaves one per core.</param>
    /// <param name="cancellationToken">Looked at once per 256 tokens.</param>
    /// <exception cref="ArgumentException">A document is empty or has an id outside the vocabulary; the message names its index.</exception>
    public float[][] Score(IReadOnlyList<int[]> documents, int? threadCount = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var probabilities = new float[documents.Count][];
        int size = _classifier.LanguageModel.Architecture.EmbeddingSize;
        DocumentScoring.Run(
            _classifier.LanguageModel.PackedEncoder,
            documents,
            () => new PooledOutput(documents, size, _classifier.MaxLength, (document, pooled) => probabilities[document] = _head.Score(pooled)),
            threadCount,
            cancellationToken);
        return probabilities;
    }
}
