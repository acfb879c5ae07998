using System.Buffers;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>A growing run of bytes in rented memory; <see cref="Dispose"/> gives it back.</summary>
internal struct PooledBytes(int capacity) : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 16));

    public int Length { get; private set; }

    public readonly Span<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>UTF-8 of a text; a lone surrogate becomes U+FFFD.</summary>
    public static PooledBytes FromText(ReadOnlySpan<char> text)
    {
        var bytes = new PooledBytes(Encoding.UTF8.GetMaxByteCount(text.Length));
        bytes.Length = Encoding.UTF8.GetBytes(text, bytes._bytes);
        return bytes;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > _bytes.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _bytes.Length, Length + bytes.Length));
            Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    public void Truncate(int length) => Length = length;

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
