namespace Microsoft.ML.MultiFit;

/// <summary>The managed forward pass of a language model (stub).</summary>
public sealed class LanguageModelScorer(LanguageModel model)
{
    /// <summary>Pooled document vectors <c>[last, max, mean]</c>, each of 3 × embedding size.</summary>
    public float[][] Pool(IReadOnlyList<int[]> documents, int? threadCount = null, CancellationToken cancellationToken = default) => throw new NotImplementedException($"{model}");

    /// <summary>exp of the mean cross entropy of each document's next pieces; NaN for a document of one piece.</summary>
    public float[] Perplexity(IReadOnlyList<int[]> documents, int? threadCount = null, CancellationToken cancellationToken = default) => throw new NotImplementedException($"{model}");
}
