namespace Microsoft.ML.MultiFit;

/// <summary>
/// How a vocabulary was learned, as the model file records it (<c>trainer_spec</c>). Defaults are those of the file format: a field that
/// the file leaves out has them. Fields not listed here survive loading and saving.
/// </summary>
/// <remarks>To cut text, only what the symbols and spaces are matters; the rest is a record of the training.</remarks>
public sealed partial record SentencePieceTrainerSpec
{
    internal const float DefaultCharacterCoverage = 0.9995f;

    /// <summary>Kind of the model. Default unigram.</summary>
    public SentencePieceModelType ModelType { get; init; } = SentencePieceModelType.Unigram;

    /// <summary>Pieces in all. Default 8000.</summary>
    public int VocabularySize { get; init; } = 8000;

    /// <summary>Files that the vocabulary was learned from, as they were named.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Where the model was written first, without the ending. Default empty.</summary>
    public string ModelPrefix { get; init; } = "";

    /// <summary>Format of the input: <c>text</c> or <c>tsv</c>. Default empty, for text.</summary>
    public string InputFormat { get; init; } = "";

    /// <summary>Languages that the model is meant for, for people.</summary>
    public IReadOnlyList<string> AcceptedLanguages { get; init; } = [];

    /// <summary>Sentences that the trainer stores with their pieces. Default 0.</summary>
    public int SelfTestSampleSize { get; init; }

    /// <summary>Share of the text's characters that the alphabet covers. Default 0.9995.</summary>
    public float CharacterCoverage { get; init; } = DefaultCharacterCoverage;

    /// <summary>Sentences to learn from at most; 0 for all. Default 0.</summary>
    public ulong InputSentenceSize { get; init; }

    /// <summary>Whether those are drawn from all rather than the first. Default true.</summary>
    public bool ShuffleInputSentence { get; init; } = true;

    /// <summary>Candidates that learning starts with. Default 1,000,000.</summary>
    public int SeedSentencePieceSize { get; init; } = 1_000_000;

    /// <summary>Share of the pieces that one round keeps. Default 0.75.</summary>
    public float ShrinkingFactor { get; init; } = 0.75f;

    /// <summary>Bytes of a sentence at most. Default 4192.</summary>
    public int MaxSentenceLength { get; init; } = 4192;

    /// <summary>Threads of the trainer. Default 16.</summary>
    public int ThreadCount { get; init; } = 16;

    /// <summary>Steps of expectation maximisation in a round. Default 2.</summary>
    public int SubIterationCount { get; init; } = 2;

    /// <summary>Characters of a piece at most. Default 16.</summary>
    public int MaxSentencePieceLength { get; init; } = 16;

    /// <summary>Whether a piece keeps to one script. Default true.</summary>
    public bool SplitByUnicodeScript { get; init; } = true;

    /// <summary>Whether digits and other characters do not mix. Default true.</summary>
    public bool SplitByNumber { get; init; } = true;

    /// <summary>Whether a piece lies within a word. Default true.</summary>
    public bool SplitByWhitespace { get; init; } = true;

    /// <summary>Whether a word's space is its end rather than its start. Default false.</summary>
    public bool TreatWhitespaceAsSuffix { get; init; }

    /// <summary>Whether a piece may be several spaces. Default false.</summary>
    public bool AllowWhitespaceOnlyPieces { get; init; }

    /// <summary>Whether every digit is a piece of its own. Default false.</summary>
    public bool SplitDigits { get; init; }

    /// <summary>Text at which words are cut while learning. Default empty.</summary>
    public string PretokenizationDelimiter { get; init; } = "";

    /// <summary>Symbols that text never produces.</summary>
    public IReadOnlyList<string> ControlSymbols { get; init; } = [];

    /// <summary>Symbols that are found in text as they are.</summary>
    public IReadOnlyList<string> UserDefinedSymbols { get; init; } = [];

    /// <summary>Characters that the alphabet holds however rare they are. Default empty.</summary>
    public string RequiredCharacters { get; init; } = "";

    /// <summary>Whether unknown characters become pieces of one byte each. Default false.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Whether the list of pieces beside the model has scores. Default true.</summary>
    public bool VocabularyOutputPieceScore { get; init; } = true;

    /// <summary>Whether fewer pieces than <see cref="VocabularySize"/> are an error. Default true.</summary>
    public bool HardVocabularyLimit { get; init; } = true;

    /// <summary>Whether a word or character model keeps every piece. Default false.</summary>
    public bool UseAllVocabulary { get; init; }

    /// <summary>Id of the unknown piece. Default 0.</summary>
    public int UnknownId { get; init; }

    /// <summary>Id of the piece that begins a sentence, −1 for none. Default 1.</summary>
    public int BeginOfSentenceId { get; init; } = 1;

    /// <summary>Id of the piece that ends a sentence, −1 for none. Default 2.</summary>
    public int EndOfSentenceId { get; init; } = 2;

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

    /// <summary>Whether the trainer counted in 64 bits. Default false.</summary>
    public bool TrainExtremelyLargeCorpus { get; init; }

    /// <summary>File of the candidates that learning started with. Default empty.</summary>
    public string SeedSentencePiecesFile { get; init; } = "";

    /// <summary>Whether counts were made private. Default false.</summary>
    public bool EnableDifferentialPrivacy { get; init; }

    /// <summary>Noise that this added. Default 0.</summary>
    public float DifferentialPrivacyNoiseLevel { get; init; }

    /// <summary>Counts that this cut off. Default 0.</summary>
    public ulong DifferentialPrivacyClippingThreshold { get; init; }

    /// <summary>
    /// Id that text gets which no piece covers; null for that of the unknown piece. Kept in a field of the range that the format leaves to others,
    /// where other tools pass over it. Default null.
    /// </summary>
    public int? UnknownTextId { get; init; }

    /// <summary>Fields of the file this record has no property for, as they are encoded there.</summary>
    internal ReadOnlyMemory<byte> OtherFields { get; init; }
}
