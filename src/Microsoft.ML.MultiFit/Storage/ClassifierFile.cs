namespace Microsoft.ML.MultiFit;

/// <summary>A classifier as named entries: those of its language model, <c>classifier.json</c> and <c>head.safetensors</c>.</summary>
internal static class ClassifierFile
{
    public const string DescriptionName = "classifier.json";
    public const string HeadName = "head.safetensors";

    // 1: the first.
    private const int FormatVersion = 1;

    /// <summary>Writes all entries.</summary>
    public static void Write(TextClassifier classifier, EntryWriter writer)
    {
        LanguageModelFile.Write(classifier.LanguageModel, writer);
        var head = ModelEntries.Write(writer, HeadName, stream => Safetensors.Write(stream, classifier.Head));
        ModelDescription.Write(
            writer, DescriptionName, new Description(FormatVersion, classifier.ClassCount, classifier.HeadHiddenSize, classifier.MaxLength, head));
    }

    /// <summary>Reads all entries; nothing is believed before it is checked.</summary>
    /// <exception cref="InvalidDataException">An entry is missing, damaged or does not fit the others.</exception>
    public static TextClassifier Read(EntryReader reader)
    {
        var description = ModelDescription.Read<Description>(reader, DescriptionName, FormatVersion);
        if (description.ClassCount < 2 || description.HeadHiddenSize < 1 || description.MaxLength < 1)
            throw new InvalidDataException($"Entry '{DescriptionName}' is damaged: a size is too small.");
        var model = LanguageModelFile.Read(reader);
        var head = ModelEntries.Read(
            reader,
            HeadName,
            description.Head,
            stream => Safetensors.Read(stream, WeightNames.OfHead(model.Architecture, description.HeadHiddenSize, description.ClassCount)));
        return new TextClassifier(model, description.ClassCount, head, description.MaxLength);
    }

    private sealed record Description(int FormatVersion, int ClassCount, int HeadHiddenSize, int MaxLength, EntryDescription Head);
}
