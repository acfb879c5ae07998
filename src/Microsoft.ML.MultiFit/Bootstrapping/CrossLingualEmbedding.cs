using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Texts of two languages as vectors of one space: the sum of the vectors of a text's pieces, scaled to length 1. It need not know the language. Managed
/// code, safe to share between threads.
/// </summary>
public sealed class CrossLingualEmbedding
{
    private readonly UnigramTokenizer _tokenizer;
    private readonly float[] _values;

    /// <summary>Takes learned numbers.</summary>
    /// <param name="vocabulary">The pieces of both languages.</param>
    /// <param name="vectors"><c>[pieces, dimension]</c>, how much a piece counts included.</param>
    /// <exception cref="InvalidDataException">There is not a vector for each piece, or a number is not finite.</exception>
    public CrossLingualEmbedding(SentencePieceModel vocabulary, WeightTensor vectors)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(vectors);
        if (vectors.Shape is not [var count, >= 1] || count != vocabulary.Pieces.Count)
            throw new InvalidDataException($"The vectors are of shape {vectors.ShapeText}; there must be one for each of {vocabulary.Pieces.Count} pieces.");
        if (!Array.TrueForAll(vectors.Values, float.IsFinite))
            throw new InvalidDataException("A vector has a number that is not finite.");
        _tokenizer = new UnigramTokenizer(vocabulary);
        (Vocabulary, Vectors, _values, Dimension) = (vocabulary, vectors, vectors.Values, vectors.Shape[1]);
    }

    /// <summary>The pieces of both languages.</summary>
    public SentencePieceModel Vocabulary { get; }

    /// <summary>A vector per piece, <c>[pieces, dimension]</c>.</summary>
    public WeightTensor Vectors { get; }

    /// <summary>Length of the vectors.</summary>
    public int Dimension { get; }

    /// <summary>
    /// The vector of a text, of length 1: Σ (1 + ln n) v over its different pieces, each n times in it. All zeros if no piece has a vector.
    /// </summary>
    public float[] Embed(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var sum = new float[Dimension];
        foreach (var (id, count) in _tokenizer.EncodeToIds(text).CountBy(id => id).OrderBy(pair => pair.Key))
            TensorPrimitives.MultiplyAdd(_values.AsSpan(id * Dimension, Dimension), 1 + MathF.Log(count), sum, sum);
        float length = TensorPrimitives.Norm<float>(sum);
        if (length > 0)
            TensorPrimitives.Divide(sum, length, sum);
        return sum;
    }
}
