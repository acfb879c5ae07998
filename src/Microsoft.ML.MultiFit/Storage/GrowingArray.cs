using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit;

/// <summary>Arrays whose announced length is not believed: they grow only as far as there are data, so a forged length takes no memory.</summary>
internal static class GrowingArray
{
    private const int FirstBlock = 1 << 20;

    /// <summary>The stream's next <paramref name="count"/> values, as they lie in memory.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public static T[] Read<T>(Stream stream, int count)
        where T : unmanaged
    {
        var values = new T[Math.Min(count, FirstBlock)];
        int filled = 0;
        while (true)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(filled)));
            filled = values.Length;
            if (filled == count)
                return values;
            Array.Resize(ref values, (int)Math.Min(count, 2L * filled));
        }
    }
}
