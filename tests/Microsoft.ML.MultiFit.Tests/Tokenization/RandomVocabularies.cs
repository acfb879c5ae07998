namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Vocabularies that no trainer would make, with many equal scores, and lines for them.</summary>
internal static class RandomVocabularies
{
    private static readonly string[] s_letters = ["a", "b", "ü", "▁", "語"];

    /// <summary>A model of few kinds of characters. Control symbols have id 1, the unknown piece 0.</summary>
    public static SentencePieceModel Model(SentencePieceModelType kind, string unknown, params SentencePiece[] pieces) => new(
        [new(unknown, 0, SentencePieceType.Unknown), new("<s>", 0, SentencePieceType.Control), .. pieces],
        new SentencePieceTrainerSpec { ModelType = kind, BeginOfSentenceId = 1, EndOfSentenceId = -1 },
        new SentencePieceNormalizerSpec(NormalizationRules.Identity) { AddDummyPrefix = false });

    public static SentencePieceModel Create(SentencePieceModelType kind, Random random)
    {
        // Few scores, so that many are equal; some above zero, with which the length of user-defined symbols counts.
        var texts = Enumerable.Range(0, 120).Select(_ => AnyWord(random)).Concat(s_letters).Where(_ => random.Next(8) > 0).Distinct(StringComparer.Ordinal);
        return Model(kind, "<unk>", [.. texts.Select(text => new SentencePiece(text, (2 - random.Next(14)) / 4f, Type(text, random)))]);
    }

    public static string[] Lines(int count, int mostWords, Random random) =>
        [.. Enumerable.Range(0, count).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, mostWords)).Select(_ => AnyWord(random) + (random.Next(3) == 0 ? "x" : random.Next(3) == 0 ? " " : ""))))];

    /// <summary>Up to five letters, no space among them.</summary>
    public static string Word(Random random) => AnyWord(random).Replace('▁', 'c');

    private static string AnyWord(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => s_letters[random.Next(s_letters.Length)]));

    private static SentencePieceType Type(string text, Random random) => random.Next(10) switch
    {
        0 or 1 => SentencePieceType.Unused,
        2 when text.Length > 1 => SentencePieceType.UserDefined,
        _ => SentencePieceType.Normal,
    };
}
