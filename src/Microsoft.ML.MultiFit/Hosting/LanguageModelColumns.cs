using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit;

/// <summary>What a language model says of one document; a part that nobody asked for is empty or NaN.</summary>
/// <param name="Vector">Pooled outputs, <c>[3 · embedding]</c>.</param>
/// <param name="Perplexity">exp of the mean cross entropy.</param>
internal readonly record struct DocumentReading(float[] Vector, float Perplexity);

/// <summary>The columns of a language model under their names.</summary>
internal sealed record LanguageModelColumns(string Vector, string Perplexity)
{
    /// <summary>The place of the vector among the columns.</summary>
    public const int VectorIndex = 0;

    /// <summary>The place of the perplexity among the columns.</summary>
    public const int PerplexityIndex = 1;

    public IReadOnlyList<OutputColumn<DocumentReading>> Create(int embeddingSize) =>
    [
        OutputColumn<DocumentReading>.Vector(Vector, NumberDataViewType.Single, 3 * embeddingSize, null, reading => reading.Vector),
        OutputColumn<DocumentReading>.Scalar(Perplexity, NumberDataViewType.Single, null, reading => reading.Perplexity),
    ];
}
