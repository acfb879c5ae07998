namespace Microsoft.ML.MultiFit.Tests;

/// <summary>A vocabulary small enough to reckon with by hand.</summary>
internal static class SmallVocabulary
{
    /// <summary>Three symbols, the unknown piece (id 3), <c>▁ ▁ab a b ba</c> (4 to 8), then more.</summary>
    public static SentencePieceModel Create(SentencePieceTrainerSpec? spec = null, params SentencePiece[] more) => new(
        [
            new("▁xxunk", 0, SentencePieceType.UserDefined), new("▁xxpad", 0, SentencePieceType.UserDefined), new("▁xxmaj", 0, SentencePieceType.UserDefined),
            new("<unk>", 0, SentencePieceType.Unknown), new("▁", -2, SentencePieceType.Normal), new("▁ab", -3, SentencePieceType.Normal),
            new("a", -4, SentencePieceType.Normal), new("b", -4.5f, SentencePieceType.Normal), new("ba", -6, SentencePieceType.Normal), .. more,
        ],
        (spec ?? new()) with { BeginOfSentenceId = -1, EndOfSentenceId = -1 },
        new SentencePieceNormalizerSpec(NormalizationRules.NmtNfkc));

    /// <summary>The same with the pieces of all bytes, from id 9 on.</summary>
    public static SentencePieceModel WithBytes() => Create(
        new() { ByteFallback = true }, [.. Enumerable.Range(0, 256).Select(value => new SentencePiece($"<0x{value:X2}>", 0, SentencePieceType.Byte))]);
}
