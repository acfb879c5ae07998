using System.Globalization;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// The shape of the language model: an embedding, a stack of recurrent layers, the last of which has the embedding's width because the decoder
/// normally shares the embedding matrix (MultiFiT paper, section 3.1), and the decoder. The defaults are the paper's.
/// </summary>
public sealed record ModelArchitecture
{
    // Kept as text, because records compare lists by reference.
    private readonly string? _windows;

    /// <summary>Number of pieces in the vocabulary. Default 15,000 (paper, section 3.1).</summary>
    public int VocabularySize { get; init; } = 15_000;

    /// <summary>Width of the embedding and of the last layer's output. Default 400.</summary>
    public int EmbeddingSize { get; init; } = 400;

    /// <summary>Width of every layer's output but the last. Default 1,550.</summary>
    public int HiddenSize { get; init; } = 1_550;

    /// <summary>Number of layers, at least 1. Default 4.</summary>
    public int LayerCount { get; init; } = 4;

    /// <summary>What the layers are. Default QRNN.</summary>
    public EncoderKind Encoder { get; init; }

    /// <summary>The recurrence of QRNN layers. Default fo-pooling.</summary>
    public QrnnPooling Pooling { get; init; }

    /// <summary>
    /// Window of the first QRNN layer: 2 also sees the previous step, 1 does not. The other layers have window 1 unless <see cref="Windows"/> says more. Default 2.
    /// </summary>
    public int FirstLayerWindow { get; init; } = 2;

    /// <summary>Window of every QRNN layer, 1 or 2, first layer first; takes the place of <see cref="FirstLayerWindow"/>. Null: only the first layer's differs. Default null.</summary>
    public IReadOnlyList<int>? Windows
    {
        get => _windows?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(window => int.Parse(window, CultureInfo.InvariantCulture)).ToArray();
        init => _windows = value is null ? null : string.Join(' ', value.Select(window => window.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The decoder's matrix is the embedding matrix; otherwise it has one of its own. Default true.</summary>
    public bool TiedDecoder { get; init; } = true;

    /// <summary>The decoder adds a bias. Default true.</summary>
    public bool DecoderBias { get; init; } = true;

    /// <summary>The order in which documents are read. Default forward.</summary>
    public TextDirection Direction { get; init; }

    /// <summary>Input width of a layer, counted from 0.</summary>
    public int InputSize(int layer) => layer == 0 ? EmbeddingSize : HiddenSize;

    /// <summary>Output width of a layer, counted from 0.</summary>
    public int OutputSize(int layer) => layer == LayerCount - 1 ? EmbeddingSize : HiddenSize;

    /// <summary>Window of a layer, counted from 0; always 1 in an LSTM.</summary>
    public int Window(int layer) =>
        Encoder == EncoderKind.Lstm ? 1 :
        Windows is { } windows ? windows[layer] :
        layer == 0 ? FirstLayerWindow : 1;

    /// <summary>Row blocks of a layer's weight: z, f, o, i of a QRNN layer as far as its pooling has them; i, f, g, o of an LSTM layer.</summary>
    internal int GateCount => Encoder == EncoderKind.Lstm ? 4 : Pooling switch { QrnnPooling.F => 2, QrnnPooling.Ifo => 4, _ => 3 };

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
        if (!Enum.IsDefined(Encoder))
            yield return $"{nameof(Encoder)} must be {nameof(EncoderKind.Qrnn)} or {nameof(EncoderKind.Lstm)}, but is {Encoder}.";
        if (!Enum.IsDefined(Pooling))
            yield return $"{nameof(Pooling)} must be {nameof(QrnnPooling.F)}, {nameof(QrnnPooling.Fo)} or {nameof(QrnnPooling.Ifo)}, but is {Pooling}.";
        if (!Enum.IsDefined(Direction))
            yield return $"{nameof(Direction)} must be {nameof(TextDirection.Forward)} or {nameof(TextDirection.Backward)}, but is {Direction}.";
        if (FirstLayerWindow is not (1 or 2))
            yield return $"{nameof(FirstLayerWindow)} must be 1 or 2, but is {FirstLayerWindow}.";
        if (Windows is { } windows && (windows.Count != LayerCount || windows.Any(window => window is not (1 or 2))))
            yield return $"{nameof(Windows)} must be {LayerCount} numbers, 1 or 2 for every layer, but is [{string.Join(", ", windows.Take(64))}].";
    }
}
