namespace Microsoft.ML.MultiFit;

/// <summary>A language model as named entries, wherever they are kept: in a <c>*.multifit</c> file or inside a saved ML.NET model.</summary>
internal static class LanguageModelFile
{
    public const string DescriptionName = "model.json";
    public const string TokenizerName = "tokenizer.model";
    public const string WeightsName = "weights.safetensors";

    // 1: the first. 2: more kinds of encoder, recurrence, decoder and direction; where they are not said, they are those of version 1.
    private const int FormatVersion = 2;

    // A precompiled character map of every known character is below one megabyte, a piece below a kilobyte.
    private const long LargestCharacterMap = 16 << 20;
    private const long LargestPiece = 1 << 10;

    /// <summary>Writes the three entries.</summary>
    public static void Write(LanguageModel model, EntryWriter writer)
    {
        var tokenizer = ModelEntries.Write(writer, TokenizerName, model.Vocabulary.Save);
        var weights = ModelEntries.Write(writer, WeightsName, stream => Safetensors.Write(stream, model.Weights));
        ModelDescription.Write(writer, DescriptionName, new Description(FormatVersion, model.Architecture, model.TextRules, model.Provenance, tokenizer, weights));
    }

    /// <summary>Reads the three entries; nothing is believed before it is checked.</summary>
    /// <exception cref="InvalidDataException">An entry is missing, damaged or does not fit the others.</exception>
    public static LanguageModel Read(EntryReader reader)
    {
        var description = ModelDescription.Read<Description>(reader, DescriptionName, FormatVersion);
        var architecture = description.Architecture;
        var problems = architecture.Problems().ToList();
        if (problems.Count > 0)
            throw new InvalidDataException($"Entry '{DescriptionName}' is damaged: {string.Join(" ", problems)}");
        if (description.Provenance.Stages.Any(stage => stage is null))
            throw new InvalidDataException($"Entry '{DescriptionName}' is damaged: a training stage is empty.");
        var vocabulary = ReadVocabulary(reader, description.Tokenizer, architecture.VocabularySize, DescriptionName);
        var weights = ModelEntries.Read(
            reader, WeightsName, description.Weights, stream => Safetensors.Read(stream, WeightNames.OfLanguageModel(architecture)));
        return new LanguageModel(architecture, description.TextRules, vocabulary, weights, description.Provenance);
    }

    /// <summary>Reads a vocabulary of which a description says how many pieces it has.</summary>
    /// <exception cref="InvalidDataException">It is missing, damaged or another one.</exception>
    public static SentencePieceModel ReadVocabulary(EntryReader reader, EntryDescription entry, int pieceCount, string descriptionName)
    {
        if (entry.Length > LargestCharacterMap + (LargestPiece * pieceCount))
            throw new InvalidDataException($"Entry '{TokenizerName}' is said to be {entry.Length} bytes long, too long for {pieceCount} pieces.");
        var vocabulary = ModelEntries.Read(reader, TokenizerName, entry, stream => SentencePieceModel.Load(stream, TokenizerName));
        return vocabulary.Pieces.Count == pieceCount
            ? vocabulary
            : throw new InvalidDataException($"Entry '{TokenizerName}' has {vocabulary.Pieces.Count} pieces, '{descriptionName}' says {pieceCount}.");
    }

    private sealed record Description(
        int FormatVersion, ModelArchitecture Architecture, TextRules TextRules, Provenance Provenance, EntryDescription Tokenizer, EntryDescription Weights);
}
