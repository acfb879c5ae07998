using System.Globalization;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// How a unigram vocabulary is learned: the options of SentencePiece's <c>trainer_spec</c> in .NET spelling, with its defaults, unless a property
/// says otherwise. Source: Kudo 2018.
/// </summary>
public sealed record UnigramTrainerOptions
{
    internal const int LeastVocabularySize = 20;

    // One list for all, so that records with the default compare equal.
    internal static readonly IReadOnlyList<string> TextRuleSymbols =
        ["▁xxunk", "▁xxpad", "▁xxbos", "▁xxeos", "▁xxfld", "▁xxmaj", "▁xxup", "▁xxrep", "▁xxwrep"];

    private static readonly IReadOnlyList<string> s_none = [];

    /// <summary>SentencePiece's defaults: 8,000 pieces, no symbols but <c>&lt;unk&gt;</c>, <c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c> with the ids 0, 1 and 2.</summary>
    public static UnigramTrainerOptions SentencePiece { get; } = new()
    {
        VocabularySize = 8_000,
        UserDefinedSymbols = s_none,
        UnknownId = 0,
        BeginOfSentenceId = 1,
        EndOfSentenceId = 2,
        MaxSentenceBytes = 4_192,
    };

    /// <summary>Pieces in all, symbols included, at least 20. Default 15,000 (the paper's; SentencePiece: 8,000).</summary>
    public int VocabularySize { get; init; } = 15_000;

    /// <summary>
    /// Whether to fail where the text yields fewer pieces; else the vocabulary is as large as the text allows. Default true.
    /// </summary>
    public bool HardVocabularyLimit { get; init; } = true;

    /// <summary>
    /// Share of the text's characters that become pieces, in (0, 1] (SentencePiece: from 0.98); the rarest others are unknown. Default 0.9995. The
    /// authors' value depends on the language: <see cref="MultiFitPreset.PaperFor"/>.
    /// </summary>
    public double CharacterCoverage { get; init; } = 0.9995;

    /// <summary>Characters that become pieces, however rare; those the text lacks get the lowest scores. Default none.</summary>
    public string RequiredCharacters { get; init; } = "";

    /// <summary>
    /// Whether every character of the text becomes a piece, whatever <see cref="CharacterCoverage"/> says (<c>use_all_vocab</c>, which SentencePiece
    /// refuses for unigram models). Default false.
    /// </summary>
    public bool UseAllCharacters { get; init; }

    /// <summary>
    /// Symbols with ids of their own, the lowest that are free, found in text as they are (U+2581 for a space). Default the nine that
    /// <see cref="TextRules"/> writes.
    /// </summary>
    public IReadOnlyList<string> UserDefinedSymbols { get; init; } = TextRuleSymbols;

    /// <summary>What sequences of characters become, while learning and in every text that is cut. Default <c>nmt_nfkc</c>.</summary>
    public NormalizationRules Normalization { get; init; } = NormalizationRules.NmtNfkc;

    /// <summary>What sequences of characters become in decoded text; null for none. Default null.</summary>
    public NormalizationRules? Denormalization { get; init; }

    /// <summary>Whether a space is put in front of a text, so that a word looks the same at its start. Default true.</summary>
    public bool AddDummyPrefix { get; init; } = true;

    /// <summary>Whether spaces at the ends go and runs of them become one. Default true.</summary>
    public bool RemoveExtraWhitespaces { get; init; } = true;

    /// <summary>Symbols with ids of their own, before those of <see cref="UserDefinedSymbols"/>, that text never produces. Default none.</summary>
    public IReadOnlyList<string> ControlSymbols { get; init; } = s_none;

    /// <summary>Whether unknown characters are spelled in bytes, by 256 more pieces after the symbols. Default false.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Id of the unknown piece; null for the one after the symbols. Default null (SentencePiece: 0).</summary>
    public int? UnknownId { get; init; }

    /// <summary>Id of the piece that begins a sentence, −1 for none. Default −1 (SentencePiece: 1).</summary>
    public int BeginOfSentenceId { get; init; } = -1;

    /// <summary>Id of the piece that ends a sentence, −1 for none. Default −1 (SentencePiece: 2).</summary>
    public int EndOfSentenceId { get; init; } = -1;

    /// <summary>Id of the padding piece, −1 for none. Default −1.</summary>
    public int PadId { get; init; } = -1;

    /// <summary>The unknown piece. Default <c>&lt;unk&gt;</c>.</summary>
    public string UnknownPiece { get; init; } = "<unk>";

    /// <summary>The piece that begins a sentence. Default <c>&lt;s&gt;</c>.</summary>
    public string BeginOfSentencePiece { get; init; } = "<s>";

    /// <summary>The piece that ends a sentence. Default <c>&lt;/s&gt;</c>.</summary>
    public string EndOfSentencePiece { get; init; } = "</s>";

    /// <summary>The padding piece. Default <c>&lt;pad&gt;</c>.</summary>
    public string PadPiece { get; init; } = "<pad>";

    /// <summary>What decoding prints for the unknown piece. Default <c> ⁇ </c>.</summary>
    public string UnknownSurface { get; init; } = " \u2047 ";

    /// <summary>Candidates that learning starts with, characters included, at most; at least 1. Default 1,000,000.</summary>
    public int SeedPieceCount { get; init; } = 1_000_000;

    /// <summary>Share of the pieces that one round keeps, in (0, 1). Default 0.75.</summary>
    public double ShrinkingFactor { get; init; } = 0.75;

    /// <summary>Steps of expectation maximisation between two rounds of pruning, at least 1. Default 2.</summary>
    public int SubIterationCount { get; init; } = 2;

    /// <summary>Characters of a piece, at most, its space included; 1 to 512. Default 16.</summary>
    public int MaxPieceLength { get; init; } = 16;

    /// <summary>
    /// Bytes of a sentence, at most; at least 10. Longer ones are passed over; <see cref="TextChunks"/> cuts them. Default 20,480 (the authors'; SentencePiece: 4,192).
    /// </summary>
    public int MaxSentenceBytes { get; init; } = 20_480;

    /// <summary>Whether a piece keeps to one script, so that letters and digits or punctuation do not mix. Default true.</summary>
    public bool SplitByScript { get; init; } = true;

    /// <summary>Whether a piece keeps to one word; else it may have spaces inside. Default true.</summary>
    public bool SplitByWhitespace { get; init; } = true;

    /// <summary>Whether digits are a script of their own; else they may stand with any. Default true.</summary>
    public bool SplitByNumber { get; init; } = true;

    /// <summary>Whether every digit is a piece for itself. Default false.</summary>
    public bool SplitDigits { get; init; }

    /// <summary>Whether a word's space is its end rather than its start. Default false.</summary>
    public bool TreatWhitespaceAsSuffix { get; init; }

    /// <summary>Whether several spaces may be a piece. Default false.</summary>
    public bool AllowWhitespaceOnlyPieces { get; init; }

    /// <summary>
    /// Sentences to learn from, which bounds the memory; 0 for all. Default 0.
    /// </summary>
    public int InputSentenceCount { get; init; }

    /// <summary>Whether those are a uniform sample of all; else they are the first. Default true.</summary>
    public bool ShuffleInputSentences { get; init; } = true;

    /// <summary>Seed of that sample, not negative. Default 12,345,678, with which it is the one that SentencePiece takes.</summary>
    public int Seed { get; init; } = 12_345_678;

    /// <summary>Threads, at least 1; null for one per processor. The result does not depend on it. Default null.</summary>
    public int? ThreadCount { get; init; }

    internal IEnumerable<string> Problems()
    {
        if (VocabularySize < LeastVocabularySize)
            yield return $"VocabularySize must be at least {LeastVocabularySize}, but is {VocabularySize}.";
        if (!(CharacterCoverage > 0 && CharacterCoverage <= 1))
            yield return string.Create(CultureInfo.InvariantCulture, $"CharacterCoverage must be in (0, 1], but is {CharacterCoverage}.");
        if (Normalization is null)
            yield return "Normalization must not be null; for no rules use NormalizationRules.Identity.";
        if (RequiredCharacters is null)
            yield return "RequiredCharacters must not be null.";
        if (UnknownSurface is null)
            yield return "UnknownSurface must not be null.";
        foreach (string problem in UnigramSymbols.Problems(this))
            yield return problem;
        if (SeedPieceCount < 1)
            yield return $"SeedPieceCount must be at least 1, but is {SeedPieceCount}.";
        if (!(ShrinkingFactor > 0 && ShrinkingFactor < 1))
            yield return string.Create(CultureInfo.InvariantCulture, $"ShrinkingFactor must be in (0, 1), but is {ShrinkingFactor}.");
        if (SubIterationCount < 1)
            yield return $"SubIterationCount must be at least 1, but is {SubIterationCount}.";
        if (MaxPieceLength is < 1 or > 512)
            yield return $"MaxPieceLength must be from 1 to 512, but is {MaxPieceLength}.";
        if (MaxSentenceBytes < 10)
            yield return $"MaxSentenceBytes must be at least 10, but is {MaxSentenceBytes}.";
        if (InputSentenceCount < 0)
            yield return $"InputSentenceCount must not be negative, but is {InputSentenceCount}.";
        if (Seed < 0)
            yield return $"Seed must not be negative, but is {Seed}.";
        if (ThreadCount < 1)
            yield return $"ThreadCount must be at least 1, but is {ThreadCount}.";
    }
}
