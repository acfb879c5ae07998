namespace Microsoft.ML.MultiFit;

public sealed partial class WeightSet
{
    /// <summary>Reads a safetensors file of 32-bit or 16-bit floats, whoever wrote it.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, cut off or holds something else; the message names it.</exception>
    public static WeightSet Load(string path) => Load(path, out _);

    /// <summary>Writes a safetensors file of 32-bit floats; it appears whole or not at all. Equal weights give equal bytes.</summary>
    /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream => Safetensors.Write(stream, this));

    /// <summary>Reads the weights and what the file says besides, texts by name.</summary>
    internal static WeightSet Load(string path, out IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using var stream = File.OpenRead(path);
        try
        {
            return Safetensors.Read(stream, expected: null, out metadata);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"'{path}' is not a readable safetensors file: {exception.Message}", exception);
        }
    }
}
