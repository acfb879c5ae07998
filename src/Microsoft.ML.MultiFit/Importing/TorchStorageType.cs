using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit;

/// <summary>The type of the values of a torch storage.</summary>
/// <param name="Name">Torch's name without its module.</param>
/// <param name="Size">Bytes per value.</param>
/// <param name="Read">
/// Reads that many values off a stream, written in the other byte order than this machine's when <c>swap</c> is true; null for whole numbers,
/// which no weight is made of.
/// </param>
internal sealed record TorchStorageType(string Name, int Size, Func<Stream, int, bool, float[]>? Read)
{
    /// <summary>Every type that may occur in a file, counters and masks included.</summary>
    public static IReadOnlyList<TorchStorageType> All { get; } =
    [
        new("FloatStorage", 4, ReadSingles),
        new("DoubleStorage", 8, (stream, count, swap) => Array.ConvertAll(ReadWords64(stream, count, swap), bits => (float)BitConverter.UInt64BitsToDouble(bits))),
        new("HalfStorage", 2, (stream, count, swap) => Array.ConvertAll(ReadWords16(stream, count, swap), bits => (float)BitConverter.UInt16BitsToHalf(bits))),
        new("BFloat16Storage", 2, (stream, count, swap) => Array.ConvertAll(ReadWords16(stream, count, swap), bits => BitConverter.UInt32BitsToSingle((uint)bits << 16))),
        new("LongStorage", 8, null),
        new("IntStorage", 4, null),
        new("ShortStorage", 2, null),
        new("CharStorage", 1, null),
        new("ByteStorage", 1, null),
        new("BoolStorage", 1, null),
    ];

    private static float[] ReadSingles(Stream stream, int count, bool swap)
    {
        var values = GrowingArray.Read<float>(stream, count);
        var words = MemoryMarshal.Cast<float, uint>(values.AsSpan());
        if (swap)
            BinaryPrimitives.ReverseEndianness(words, words);
        return values;
    }

    private static ulong[] ReadWords64(Stream stream, int count, bool swap)
    {
        var words = GrowingArray.Read<ulong>(stream, count);
        if (swap)
            BinaryPrimitives.ReverseEndianness(words, words);
        return words;
    }

    private static ushort[] ReadWords16(Stream stream, int count, bool swap)
    {
        var words = GrowingArray.Read<ushort>(stream, count);
        if (swap)
            BinaryPrimitives.ReverseEndianness(words, words);
        return words;
    }
}
