namespace Microsoft.ML.MultiFit;

/// <summary>
/// The shape of a LASER encoder: an embedding, a stack of LSTM layers, the largest output of the last one over time. The defaults are those of the published
/// encoder of 93 languages (Artetxe and Schwenk 2019, section 3.1).
/// </summary>
public sealed record LaserArchitecture
{
    /// <summary>Rows of the embedding. Default 73,640.</summary>
    public int VocabularySize { get; init; } = 73_640;

    /// <summary>Width of the embedding. Default 320.</summary>
    public int EmbeddingSize { get; init; } = 320;

    /// <summary>Units of a layer in each direction. Default 512.</summary>
    public int HiddenSize { get; init; } = 512;

    /// <summary>Number of layers, at least 1. Default 5.</summary>
    public int LayerCount { get; init; } = 5;

    /// <summary>Whether every layer also reads from the end; its output is then both directions' side by side. Default true.</summary>
    public bool Bidirectional { get; init; } = true;

    /// <summary>Width of a layer's output and of a sentence's vector: 1,024 in the published encoder.</summary>
    public int OutputSize => Directions.Count * HiddenSize;

    internal IReadOnlyList<TextDirection> Directions => Bidirectional ? [TextDirection.Forward, TextDirection.Backward] : [TextDirection.Forward];

    /// <summary>
    /// Every weight: embedding <c>[vocabulary, embedding]</c>; per layer and direction <c>[4·hidden, in]</c>, <c>[4·hidden, hidden]</c> and
    /// <c>[4·hidden]</c>, in row blocks input gate, forget gate, candidate, output gate.
    /// </summary>
    internal IEnumerable<(string Name, int[] Shape)> Weights()
    {
        yield return (LaserWeightNames.Embedding, [VocabularySize, EmbeddingSize]);
        for (int layer = 0; layer < LayerCount; layer++)
        {
            foreach (var direction in Directions)
            {
                yield return (LaserWeightNames.Weight(layer, direction), [4 * HiddenSize, layer == 0 ? EmbeddingSize : OutputSize]);
                yield return (LaserWeightNames.Recurrent(layer, direction), [4 * HiddenSize, HiddenSize]);
                yield return (LaserWeightNames.Bias(layer, direction), [4 * HiddenSize]);
            }
        }
    }

    /// <summary>Everything wrong with these numbers, empty when nothing is.</summary>
    internal IEnumerable<string> Problems()
    {
        if (VocabularySize is < 4 or > 10_000_000)
            yield return $"{nameof(VocabularySize)} must be between 4 and 10,000,000, but is {VocabularySize}.";
        if (EmbeddingSize is < 1 or > 16_384)
            yield return $"{nameof(EmbeddingSize)} must be between 1 and 16,384, but is {EmbeddingSize}.";
        if (HiddenSize is < 1 or > 16_384)
            yield return $"{nameof(HiddenSize)} must be between 1 and 16,384, but is {HiddenSize}.";
        if (LayerCount is < 1 or > 64)
            yield return $"{nameof(LayerCount)} must be between 1 and 64, but is {LayerCount}.";
    }
}
