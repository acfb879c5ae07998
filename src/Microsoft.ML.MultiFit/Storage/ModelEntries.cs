namespace Microsoft.ML.MultiFit;

/// <summary>Writes one named stream of a model: an entry of a zip file or of a transformer's folder in a saved ML.NET model.</summary>
/// <param name="name">The entry's name.</param>
/// <param name="write">Called once, at once.</param>
internal delegate void EntryWriter(string name, Action<Stream> write);

/// <summary>Reads one named stream of a model.</summary>
/// <param name="name">The entry's name.</param>
/// <param name="read">Called once, at once.</param>
/// <exception cref="InvalidDataException">There is no such entry.</exception>
internal delegate void EntryReader(string name, Action<Stream> read);

/// <summary>What a model's description says about an entry beside it.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal digits.</param>
internal sealed record EntryDescription(long Length, string Sha256);

/// <summary>
/// Entries that are described elsewhere in the model. Descriptions are written after the entries they describe, and read before them.
/// </summary>
internal static class ModelEntries
{
    /// <summary>Entries whose names begin with a prefix, so that a file can hold the same ones twice.</summary>
    public static EntryWriter WriterUnder(string prefix, EntryWriter writer) => (name, write) => writer(prefix + name, write);

    /// <summary>The same for reading.</summary>
    public static EntryReader ReaderUnder(string prefix, EntryReader reader) => (name, read) => reader(prefix + name, read);

    /// <summary>Writes an entry and says what was written.</summary>
    public static EntryDescription Write(EntryWriter writer, string name, Action<Stream> write)
    {
        EntryDescription? description = null;
        writer(name, stream =>
        {
            using var hashing = new HashingStream(stream);
            write(hashing);
            description = new EntryDescription(hashing.Count, hashing.Hash());
        });
        return description!;
    }

    /// <summary>Reads an entry and checks that it is the described one; it is never read beyond its described length.</summary>
    /// <exception cref="InvalidDataException">It is missing, cannot be parsed or is not the described one.</exception>
    public static T Read<T>(EntryReader reader, string name, EntryDescription description, Func<Stream, T> read)
    {
        if (description.Length < 0)
            throw new InvalidDataException($"Entry '{name}' is said to be {description.Length} bytes long.");
        T? result = default;
        Read(reader, name, stream =>
        {
            using var hashing = new HashingStream(stream, description.Length);
            result = read(hashing);
            hashing.CopyTo(Stream.Null);
            if (hashing.Count < description.Length)
                throw new InvalidDataException($"it ends after {hashing.Count} of {description.Length} bytes.");
            if (stream.ReadByte() >= 0)
                throw new InvalidDataException($"it is longer than {description.Length} bytes.");
            if (hashing.Hash() != description.Sha256)
                throw new InvalidDataException("its content was changed.");
        });
        return result!;
    }

    /// <summary>Reads an entry that has no description.</summary>
    /// <exception cref="InvalidDataException">It is missing or cannot be parsed.</exception>
    public static void Read(EntryReader reader, string name, Action<Stream> read)
    {
        try
        {
            reader(name, read);
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException($"Entry '{name}' is cut off.", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"Entry '{name}' cannot be read: {exception.Message}", exception);
        }
    }
}
