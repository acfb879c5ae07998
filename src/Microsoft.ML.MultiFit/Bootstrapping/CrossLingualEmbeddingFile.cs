namespace Microsoft.ML.MultiFit;

/// <summary>A cross-lingual embedding as named entries: <c>embedding.json</c>, the vocabulary and <c>vectors.safetensors</c>.</summary>
internal static class CrossLingualEmbeddingFile
{
    public const string DescriptionName = "embedding.json";
    public const string VectorsName = "vectors.safetensors";

    private const string TensorName = "vectors";

    // 1: the first.
    private const int FormatVersion = 1;

    /// <summary>Writes all entries.</summary>
    public static void Write(CrossLingualEmbedding embedding, EntryWriter writer)
    {
        var tokenizer = ModelEntries.Write(writer, LanguageModelFile.TokenizerName, embedding.Vocabulary.Save);
        var vectors = ModelEntries.Write(writer, VectorsName, stream => Safetensors.Write(stream, new WeightSet([new(TensorName, embedding.Vectors)])));
        ModelDescription.Write(writer, DescriptionName, new Description(FormatVersion, embedding.Vocabulary.Pieces.Count, embedding.Dimension, tokenizer, vectors));
    }

    /// <summary>Reads all entries; nothing is believed before it is checked.</summary>
    /// <exception cref="InvalidDataException">An entry is missing, damaged or does not fit the others.</exception>
    public static CrossLingualEmbedding Read(EntryReader reader)
    {
        var description = ModelDescription.Read<Description>(reader, DescriptionName, FormatVersion);
        if (description.PieceCount < 1 || description.Dimension < 1)
            throw new InvalidDataException($"Entry '{DescriptionName}' is damaged: a size is too small.");
        var vocabulary = LanguageModelFile.ReadVocabulary(reader, description.Tokenizer, description.PieceCount, DescriptionName);
        var vectors = ModelEntries.Read(reader, VectorsName, description.Vectors, stream =>
            Safetensors.Read(stream, [(TensorName, [description.PieceCount, description.Dimension])]));
        return new CrossLingualEmbedding(vocabulary, vectors[TensorName]);
    }

    private sealed record Description(int FormatVersion, int PieceCount, int Dimension, EntryDescription Tokenizer, EntryDescription Vectors);
}
