namespace Microsoft.ML.MultiFit;

/// <summary>One block of values of a torch file. Several tensors may be windows on it; its values are read after the tensors are known.</summary>
/// <param name="type">Type of the values.</param>
/// <param name="key">Its name in the file.</param>
/// <param name="count">How many values the file says it has.</param>
internal sealed class TorchStorage(TorchStorageType type, string key, long count)
{
    private float[]? _values;

    public TorchStorageType Type { get; } = type;

    public string Key { get; } = key;

    public long Count { get; } = count;

    /// <summary>Whether somebody asked for the values, so that they are kept when the file comes to them.</summary>
    public bool IsWanted { get; set; }

    /// <summary>The values; only of a wanted storage, once the file is read to its end.</summary>
    public float[] Values => _values ?? throw new InvalidDataException($"The file has no values for storage '{Key}'.");

    /// <summary>Reads the values, or passes them over if nobody wants them.</summary>
    /// <param name="stream">The file, at the first value.</param>
    /// <param name="swap">Whether the values are in the other byte order than this machine's.</param>
    public void Read(Stream stream, bool swap)
    {
        if (IsWanted)
            _values = Type.Read!(stream, (int)Count, swap);
        else
            Skip(stream, Count * Type.Size);
    }

    private static void Skip(Stream stream, long length)
    {
        var buffer = new byte[81920];
        for (; length > 0; length -= buffer.Length)
            stream.ReadExactly(buffer.AsSpan(0, (int)Math.Min(length, buffer.Length)));
    }
}
