using System.Buffers;

namespace Microsoft.ML.MultiFit;

/// <summary>A growing run of values in rented memory; <see cref="Dispose"/> gives it back.</summary>
internal struct PooledList<T>(int capacity) : IDisposable
    where T : unmanaged
{
    private T[] _values = ArrayPool<T>.Shared.Rent(Math.Max(capacity, 16));

    public int Length { get; private set; }

    public readonly Span<T> Span => _values.AsSpan(0, Length);

    /// <summary>Room behind the values; <see cref="Advance"/> makes what was written there part of the list.</summary>
    public readonly Span<T> Free => _values.AsSpan(Length);

    public void Advance(int count) => Length += count;

    public void Add(T value)
    {
        Reserve(1);
        _values[Length++] = value;
    }

    public void Append(ReadOnlySpan<T> values)
    {
        Reserve(values.Length);
        values.CopyTo(Free);
        Length += values.Length;
    }

    public void AppendRepeated(T value, int count)
    {
        Reserve(count);
        Free[..count].Fill(value);
        Length += count;
    }

    public void Truncate(int length) => Length = length;

    public readonly void Dispose() => ArrayPool<T>.Shared.Return(_values);

    private void Reserve(int count)
    {
        if (Length + count <= _values.Length)
            return;
        T[] larger = ArrayPool<T>.Shared.Rent(Math.Max(2 * _values.Length, Length + count));
        Span.CopyTo(larger);
        ArrayPool<T>.Shared.Return(_values);
        _values = larger;
    }
}
