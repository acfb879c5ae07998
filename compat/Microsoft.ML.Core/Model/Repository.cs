using System.IO.Compression;

namespace Microsoft.ML;

/// <summary>The zip of a model while it is written: entries are buffered, so that a component may write several at once.</summary>
internal sealed class RepositoryWriter : IDisposable
{
    private readonly ZipArchive _archive;

    private RepositoryWriter(Stream stream) => _archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);

    public static RepositoryWriter CreateNew(Stream stream) => new(stream);

    public void WriteEntry(string directory, string name, Action<Stream> write)
    {
        using var buffer = new MemoryStream();
        write(buffer);
        buffer.Position = 0;
        using var entry = _archive.CreateEntry(Repository.PathOf(directory, name)).Open();
        buffer.CopyTo(entry);
    }

    public void Dispose() => _archive.Dispose();
}

/// <summary>The zip of a saved model.</summary>
internal sealed class RepositoryReader : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];

    private RepositoryReader(Stream stream)
    {
        try
        {
            _archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException error)
        {
            throw new FormatException("Failed to open a zip archive", error);
        }

        foreach (var entry in _archive.Entries)
            _entries[entry.FullName.Replace('\\', '/')] = entry;
    }

    public static RepositoryReader Open(Stream stream) => new(stream);

    /// <summary>The entry as a stream with a length and a place, or null.</summary>
    public Stream OpenEntryOrNull(string directory, string name)
    {
        if (!_entries.TryGetValue(Repository.PathOf(directory, name), out var entry))
            return null;
        var buffer = new MemoryStream();
        using (var stream = entry.Open())
            stream.CopyTo(buffer);
        buffer.Position = 0;
        return buffer;
    }

    public void Dispose() => _archive.Dispose();
}

internal static class Repository
{
    /// <summary>Entries are found whichever separator the writing platform uses.</summary>
    public static string PathOf(string directory, string name) =>
        string.IsNullOrEmpty(directory) ? name : $"{directory}/{name}".Replace('\\', '/');
}
