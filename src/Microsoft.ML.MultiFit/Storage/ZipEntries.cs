using System.IO.Compression;

namespace Microsoft.ML.MultiFit;

/// <summary>Named streams in a zip file.</summary>
internal static class ZipEntries
{
    // Equal contents give equal bytes, so no entry carries the time of its writing. This is the earliest time a zip file can hold.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes into a new zip file.</summary>
    public static void Write(Stream stream, Action<EntryWriter> write)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        write((name, writeEntry) =>
        {
            // Learned numbers hardly compress.
            var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
            entry.LastWriteTime = EntryTime;
            using var content = entry.Open();
            writeEntry(content);
        });
    }

    /// <summary>Reads from a zip file.</summary>
    /// <exception cref="InvalidDataException">It is not one, or an entry is missing or damaged.</exception>
    public static T Read<T>(Stream stream, Func<EntryReader, T> read)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        return read((name, readEntry) =>
        {
            var entry = zip.GetEntry(name) ?? throw new InvalidDataException("there is none of that name.");
            using var content = entry.Open();
            readEntry(content);
        });
    }
}
