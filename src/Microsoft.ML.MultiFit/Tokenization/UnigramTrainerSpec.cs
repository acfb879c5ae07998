namespace Microsoft.ML.MultiFit;

/// <summary>Writes down in a model file how its vocabulary was learned.</summary>
internal static class UnigramTrainerSpec
{
    /// <param name="options">The options learned with.</param>
    /// <param name="unknownId">Id of the unknown piece.</param>
    /// <param name="size">Pieces in all.</param>
    public static SentencePieceTrainerSpec ToTrainerSpec(this UnigramTrainerOptions options, int unknownId, int size) => new()
    {
        VocabularySize = size,
        HardVocabularyLimit = options.HardVocabularyLimit,
        CharacterCoverage = (float)options.CharacterCoverage,
        RequiredCharacters = options.RequiredCharacters,
        UseAllVocabulary = options.UseAllCharacters,
        InputSentenceSize = (ulong)options.InputSentenceCount,
        ShuffleInputSentence = options.ShuffleInputSentences,
        SeedSentencePieceSize = options.SeedPieceCount,
        ShrinkingFactor = (float)options.ShrinkingFactor,
        SubIterationCount = options.SubIterationCount,
        MaxSentenceLength = options.MaxSentenceBytes,
        MaxSentencePieceLength = options.MaxPieceLength,
        SplitByUnicodeScript = options.SplitByScript,
        SplitByNumber = options.SplitByNumber,
        SplitByWhitespace = options.SplitByWhitespace,
        TreatWhitespaceAsSuffix = options.TreatWhitespaceAsSuffix,
        AllowWhitespaceOnlyPieces = options.AllowWhitespaceOnlyPieces,
        SplitDigits = options.SplitDigits,
        ControlSymbols = options.ControlSymbols,
        UserDefinedSymbols = options.UserDefinedSymbols,
        ByteFallback = options.ByteFallback,
        UnknownId = unknownId,
        BeginOfSentenceId = options.BeginOfSentenceId,
        EndOfSentenceId = options.EndOfSentenceId,
        PadId = options.PadId,
        UnknownPiece = options.UnknownPiece,
        BeginOfSentencePiece = options.BeginOfSentencePiece,
        EndOfSentencePiece = options.EndOfSentencePiece,
        PadPiece = options.PadPiece,
        UnknownSurface = options.UnknownSurface,
    };
}
