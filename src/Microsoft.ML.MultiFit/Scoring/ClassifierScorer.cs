namespace Microsoft.ML.MultiFit;

/// <summary>The managed forward pass of a classifier: no native library, safe to share between threads (stub).</summary>
public sealed class ClassifierScorer(TextClassifier classifier)
{
    /// <summary>Probabilities of every class for every document, <c>[document][class]</c>.</summary>
    /// <param name="documents">Piece ids of each document (<see cref="LanguageModel.Encode"/>).</param>
    /// <param name="threadCount">Threads to use; null leaves one per core.</param>
    /// <param name="cancellationToken">Looked at once per document and chunk.</param>
    public float[][] Score(IReadOnlyList<int[]> documents, int? threadCount = null, CancellationToken cancellationToken = default) => throw new NotImplementedException($"{classifier}");
}
