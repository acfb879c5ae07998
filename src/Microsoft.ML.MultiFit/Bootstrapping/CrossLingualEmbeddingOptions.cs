namespace Microsoft.ML.MultiFit;

/// <summary>How a <see cref="CrossLingualEmbedding"/> is learned.</summary>
public sealed record CrossLingualEmbeddingOptions
{
    /// <summary>
    /// How the pieces of both languages together are learned. Default: up to 30,000 pieces, without regard to case, 0.9998 of the characters covered, no
    /// symbols.
    /// </summary>
    public UnigramTrainerOptions Vocabulary { get; init; } = new()
    {
        VocabularySize = 30_000,
        HardVocabularyLimit = false,
        CharacterCoverage = 0.9998,
        UserDefinedSymbols = [],
        Normalization = NormalizationRules.NmtNfkcCaseFolded,
    };

    /// <summary>
    /// Length of the vectors, at least 1; less where there are fewer pieces. Longer ones find more translations and judge
    /// documents better, up to some 2,000; a saved model has four bytes for each dimension and piece. Default 1,536.
    /// </summary>
    public int Dimension { get; init; } = 1_536;

    /// <summary>Rounds of expectation maximisation that learn which pieces translate which, at least 1. Default 5 (Dyer et al. 2013).</summary>
    public int AlignmentIterations { get; init; } = 5;

    /// <summary>Passes that find the directions of the space, at least 1; the more, the nearer to the singular vectors. Default 2.</summary>
    public int SvdIterations { get; init; } = 2;

    /// <summary>Pieces of a sentence, at most; a pair with a longer one is left out. At least 1. Default 1,000.</summary>
    public int MaxSentenceLength { get; init; } = 1_000;

    /// <summary>Seed of the random start. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Threads, at least 1; null for one per core. The result does not depend on it. Default null.</summary>
    public int? ThreadCount { get; init; }

    internal IEnumerable<string> Problems()
    {
        foreach (var problem in Vocabulary?.Problems() ?? [$"{nameof(Vocabulary)} must be given."])
            yield return $"{nameof(Vocabulary)}: {problem}";
        foreach (var (name, value) in new[]
        {
            (nameof(Dimension), Dimension), (nameof(AlignmentIterations), AlignmentIterations), (nameof(SvdIterations), SvdIterations),
            (nameof(MaxSentenceLength), MaxSentenceLength), (nameof(ThreadCount), ThreadCount ?? 1),
        })
        {
            if (value < 1)
                yield return $"{name} must be at least 1, but is {value}.";
        }
    }
}
