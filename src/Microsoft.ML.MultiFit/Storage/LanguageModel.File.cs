namespace Microsoft.ML.MultiFit;

public sealed partial class LanguageModel
{
    /// <summary>Reads a <c>*.multifit</c> file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, cut off, not a language model or from a newer version; the message says which.</exception>
    public static LanguageModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using var stream = File.OpenRead(path);
        return Load(stream, path);
    }

    /// <summary>Reads a language model from a stream.</summary>
    /// <param name="stream">Able to seek, else its content is copied to memory first. Left open.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="InvalidDataException">The content is damaged, cut off, not a language model or from a newer version.</exception>
    public static LanguageModel Load(Stream stream, string name = "language model")
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            return ZipEntries.Read(stream, LanguageModelFile.Read);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{name}' is not a readable language model: {exception.Message}", exception);
        }
    }

    /// <summary>Writes a <c>*.multifit</c> file; it appears whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; the message names it.</exception>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Writes the same bytes to a stream, which is left open.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ZipEntries.Write(stream, writer => LanguageModelFile.Write(this, writer));
    }

    /// <summary>
    /// Writes the weights alone as safetensors of 32-bit floats, for other programs or <see cref="SafetensorsImporter"/>; the file says, too, which text they have
    /// learned from (text rules and order of reading). It appears whole or not at all. The vocabulary is a file of its own: <see cref="SentencePieceModel.Save(string)"/>.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; the message names it.</exception>
    public void SaveWeights(string path) =>
        AtomicFile.Write(path, stream => Safetensors.Write(stream, Weights, new WeightsOrigin(TextRules, Architecture.Direction).ToMetadata()));
}
