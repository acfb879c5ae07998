namespace Microsoft.ML.MultiFit;

/// <summary>
/// The shape of the encoder: an embedding followed by a stack of QRNN layers, the last of which has the embedding's width
/// because the language model's decoder shares the embedding matrix (MultiFiT paper, section 3.1).
/// </summary>
public sealed record ModelArchitecture
{
    /// <summary>Number of pieces in the vocabulary. Default 15,000 (paper, section 3.1).</summary>
    public int VocabularySize { get; init; } = 15_000;

    /// <summary>Width of the embedding and of the last layer's output. Default 400.</summary>
    public int EmbeddingSize { get; init; } = 400;

    /// <summary>Width of every layer's output but the last. Default 1,550.</summary>
    public int HiddenSize { get; init; } = 1_550;

    /// <summary>Number of QRNN layers, at least 1. Default 4.</summary>
    public int LayerCount { get; init; } = 4;

    /// <summary>Window of the first layer: 2 also sees the previous step, 1 does not. The other layers have window 1. Default 2.</summary>
    public int FirstLayerWindow { get; init; } = 2;

    /// <summary>Input width of a layer, counted from 0.</summary>
    public int InputSize(int layer) => layer == 0 ? EmbeddingSize : HiddenSize;

    /// <summary>Output width of a layer, counted from 0.</summary>
    public int OutputSize(int layer) => layer == LayerCount - 1 ? EmbeddingSize : HiddenSize;

    /// <summary>Window of a layer, counted from 0.</summary>
    public int Window(int layer) => layer == 0 ? FirstLayerWindow : 1;

    /// <summary>Everything wrong with these numbers, empty when nothing is.</summary>
    internal IEnumerable<string> Problems()
    {
        if (VocabularySize is < 2 or > 10_000_000)
            yield return $"{nameof(VocabularySize)} must be between 2 and 10,000,000, but is {VocabularySize}.";
        if (EmbeddingSize is < 1 or > 65_536)
            yield return $"{nameof(EmbeddingSize)} must be between 1 and 65,536, but is {EmbeddingSize}.";
        if (HiddenSize is < 1 or > 65_536)
            yield return $"{nameof(HiddenSize)} must be between 1 and 65,536, but is {HiddenSize}.";
        if (LayerCount is < 1 or > 64)
            yield return $"{nameof(LayerCount)} must be between 1 and 64, but is {LayerCount}.";
        if (FirstLayerWindow is not (1 or 2))
            yield return $"{nameof(FirstLayerWindow)} must be 1 or 2, but is {FirstLayerWindow}.";
    }
}
