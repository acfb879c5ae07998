using System.IO.Compression;

namespace Microsoft.ML.MultiFit;

public sealed partial class LanguageModel
{
    // Equal models give equal bytes, so no entry carries the time of its writing. This is the earliest time a zip file can hold.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

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
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return LanguageModelFile.Read((entryName, read) =>
            {
                var entry = zip.GetEntry(entryName) ?? throw new InvalidDataException("there is none of that name.");
                using var content = entry.Open();
                read(content);
            });
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
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        LanguageModelFile.Write(this, (name, write) =>
        {
            // Learned numbers hardly compress.
            var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
            entry.LastWriteTime = EntryTime;
            using var content = entry.Open();
            write(content);
        });
    }
}
