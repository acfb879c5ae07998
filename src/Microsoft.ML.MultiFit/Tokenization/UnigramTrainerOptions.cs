using System.Globalization;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// How a unigram vocabulary is learned. Names and defaults are those of SentencePiece's <c>trainer_spec</c> in .NET spelling, unless a
/// property says otherwise. Source: Kudo 2018.
/// </summary>
public sealed record UnigramTrainerOptions
{
    // One list for all, so that records with the default compare equal.
    internal static readonly IReadOnlyList<string> TextRuleSymbols =
        ["▁xxunk", "▁xxpad", "▁xxbos", "▁xxeos", "▁xxfld", "▁xxmaj", "▁xxup", "▁xxrep", "▁xxwrep"];

    /// <summary>Pieces in all, symbols included, at least 20. Default 15,000 (the paper's; SentencePiece: 8,000).</summary>
    public int VocabularySize { get; init; } = 15_000;

    /// <summary>
    /// Share of the text's characters that become pieces, in (0, 1]; the rarest others are unknown. Default 0.9995. The authors use 0.99999
    /// for European languages, 0.9998 for others.
    /// </summary>
    public double CharacterCoverage { get; init; } = 0.9995;

    /// <summary>
    /// Symbols with ids of their own, from 0 on, found in text as they are (U+2581 for a space); the unknown piece follows. Default the
    /// nine that <see cref="TextRules"/> writes.
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

    /// <summary>Candidates that learning starts with, at most; at least 1. Default 1,000,000.</summary>
    public int SeedPieceCount { get; init; } = 1_000_000;

    /// <summary>Share of the pieces that one round keeps, in (0, 1). Default 0.75.</summary>
    public double ShrinkingFactor { get; init; } = 0.75;

    /// <summary>Steps of expectation maximisation between two rounds of pruning, at least 1. Default 2.</summary>
    public int SubIterationCount { get; init; } = 2;

    /// <summary>Characters of a piece, at most, its space included; 1 to 64. Default 16.</summary>
    public int MaxPieceLength { get; init; } = 16;

    /// <summary>
    /// Bytes of a sentence, at most; at least 10. A longer one is cut at a space (SentencePiece drops it). Default 20,480 (the authors';
    /// SentencePiece: 4,192).
    /// </summary>
    public int MaxSentenceBytes { get; init; } = 20_480;

    /// <summary>Whether a piece keeps to one script, so that letters and digits or punctuation do not mix. Default true.</summary>
    public bool SplitByScript { get; init; } = true;

    /// <summary>Sentences to learn from, sampled from all; 0 for all. Default 0.</summary>
    public int InputSentenceCount { get; init; }

    /// <summary>Seed of that sample. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Threads, at least 1; null for one per processor. The result does not depend on it. Default null.</summary>
    public int? ThreadCount { get; init; }

    internal IEnumerable<string> Problems()
    {
        if (VocabularySize < 20)
            yield return $"VocabularySize must be at least 20, but is {VocabularySize}.";
        if (!(CharacterCoverage > 0 && CharacterCoverage <= 1))
            yield return string.Create(CultureInfo.InvariantCulture, $"CharacterCoverage must be in (0, 1], but is {CharacterCoverage}.");
        if (UserDefinedSymbols is null || UserDefinedSymbols.Any(string.IsNullOrEmpty))
            yield return "UserDefinedSymbols must be a list of texts that are not empty.";
        else if (UserDefinedSymbols.Append(UnigramTrainer.UnknownPiece).Distinct(StringComparer.Ordinal).Count() <= UserDefinedSymbols.Count)
            yield return $"UserDefinedSymbols must differ from each other and from {UnigramTrainer.UnknownPiece}.";
        else if (UserDefinedSymbols.Count + 1 >= VocabularySize)
            yield return $"VocabularySize must leave room for pieces beside the {UserDefinedSymbols.Count} UserDefinedSymbols, but is {VocabularySize}.";
        if (Normalization is null)
            yield return "Normalization must not be null; for no rules use NormalizationRules.Identity.";
        if (SeedPieceCount < 1)
            yield return $"SeedPieceCount must be at least 1, but is {SeedPieceCount}.";
        if (!(ShrinkingFactor > 0 && ShrinkingFactor < 1))
            yield return string.Create(CultureInfo.InvariantCulture, $"ShrinkingFactor must be in (0, 1), but is {ShrinkingFactor}.");
        if (SubIterationCount < 1)
            yield return $"SubIterationCount must be at least 1, but is {SubIterationCount}.";
        if (MaxPieceLength is < 1 or > 64)
            yield return $"MaxPieceLength must be from 1 to 64, but is {MaxPieceLength}.";
        if (MaxSentenceBytes < 10)
            yield return $"MaxSentenceBytes must be at least 10, but is {MaxSentenceBytes}.";
        if (InputSentenceCount < 0)
            yield return $"InputSentenceCount must not be negative, but is {InputSentenceCount}.";
        if (ThreadCount < 1)
            yield return $"ThreadCount must be at least 1, but is {ThreadCount}.";
    }
}
