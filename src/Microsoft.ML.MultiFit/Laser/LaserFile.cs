namespace Microsoft.ML.MultiFit;

/// <summary>A LASER encoder as named entries inside a saved ML.NET model.</summary>
internal static class LaserFile
{
    public const string DescriptionName = "laser.json";
    public const string WeightsName = "weights.safetensors";
    public const string DictionaryName = "dictionary.txt";
    public const string CodesName = "bpe.codes";
    public const string VocabularyName = "bpe.vocabulary";

    // 1: the first.
    private const int FormatVersion = 1;

    /// <summary>Writes the entries.</summary>
    public static void Write(LaserEncoder encoder, EntryWriter writer) => ModelDescription.Write(writer, DescriptionName, new Description(
        FormatVersion,
        encoder.Architecture,
        ModelEntries.Write(writer, WeightsName, stream => Safetensors.Write(stream, encoder.Weights)),
        ModelEntries.Write(writer, DictionaryName, encoder.Dictionary.Write),
        ModelEntries.Write(writer, CodesName, encoder.Bpe.WriteCodes),
        ModelEntries.Write(writer, VocabularyName, encoder.Bpe.WriteVocabulary)));

    /// <summary>Reads the entries; nothing is believed before it is checked.</summary>
    /// <exception cref="InvalidDataException">An entry is missing, damaged or does not fit the others.</exception>
    public static LaserEncoder Read(EntryReader reader)
    {
        var description = ModelDescription.Read<Description>(reader, DescriptionName, FormatVersion);
        var architecture = description.Architecture;
        if (architecture.Problems().ToList() is { Count: > 0 } problems)
            throw new InvalidDataException($"Entry '{DescriptionName}' is damaged: {string.Join(" ", problems)}");
        var vocabulary = ModelEntries.Read(reader, VocabularyName, description.Vocabulary, FastBpe.ReadVocabulary);
        var bpe = ModelEntries.Read(reader, CodesName, description.Codes, stream => FastBpe.ReadCodes(stream, vocabulary));
        var dictionary = ModelEntries.Read(reader, DictionaryName, description.Dictionary, stream => LaserDictionary.Read(stream, architecture.VocabularySize));
        var weights = ModelEntries.Read(reader, WeightsName, description.Weights, stream => Safetensors.Read(stream, architecture.Weights()));
        return new LaserEncoder(architecture, weights, dictionary, bpe);
    }

    private sealed record Description(
        int FormatVersion,
        LaserArchitecture Architecture,
        EntryDescription Weights,
        EntryDescription Dictionary,
        EntryDescription Codes,
        EntryDescription Vocabulary);
}
