namespace Microsoft.ML.MultiFit;

/// <summary>A file on disk or in an archive, read from its beginning as often as wanted.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Open">Opens it; the stream need not be able to seek.</param>
internal sealed record NamedContent(string Name, Func<Stream> Open)
{
    public static NamedContent OfFile(string path) =>
        File.Exists(path) ? new NamedContent(path, () => File.OpenRead(path)) : throw new FileNotFoundException($"There is no file '{path}'.", path);

    /// <summary>Reads it to something; damage is an <see cref="InvalidDataException"/> that names the file.</summary>
    public T Read<T>(Func<Func<Stream>, T> read)
    {
        try
        {
            return read(Open);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"'{Name}' cannot be imported: {exception.Message}", exception);
        }
    }
}
