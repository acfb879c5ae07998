namespace Microsoft.ML.MultiFit;

/// <summary>How a unigram vocabulary is learned (stub: see Kudo 2018 and SentencePiece's trainer_spec).</summary>
public sealed record UnigramTrainerOptions
{
    /// <summary>Pieces in all, symbols included. Default 15,000.</summary>
    public int VocabularySize { get; init; } = 15_000;
}
