using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>A dense or sparse vector over arrays that may be longer than its contents, so that cursors can reuse them.</summary>
public readonly struct VBuffer<T> : IEnumerable
{
    private readonly T[] _values;
    private readonly int[] _indices;
    private readonly int _count;

    public readonly int Length;

    public VBuffer(int length, T[] values, int[] indices = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if ((values?.Length ?? 0) < length)
            throw new ArgumentOutOfRangeException(nameof(values));
        Length = length;
        _values = values;
        _indices = indices;
        _count = length;
    }

    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (count < 0 || count > length)
            throw new ArgumentOutOfRangeException(nameof(count));
        if ((values?.Length ?? 0) < count)
            throw new ArgumentOutOfRangeException(nameof(values));
        if (count < length && (indices?.Length ?? 0) < count)
            throw new ArgumentOutOfRangeException(nameof(indices));
        Length = length;
        _values = values;
        _indices = indices;
        _count = count;
    }

    public bool IsDense => _count == Length;

    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    public T GetItemOrDefault(int index)
    {
        if ((uint)index >= (uint)Length)
            throw new ArgumentOutOfRangeException(nameof(index));
        if (IsDense)
            return _values[index];
        var slot = GetIndices().BinarySearch(index);
        return slot >= 0 ? _values[slot] : default;
    }

    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    public IEnumerable<T> DenseValues()
    {
        for (int index = 0, slot = 0; index < Length; index++)
            yield return IsAt(index, slot) ? _values[slot++] : default;
    }

    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        for (int index = 0, slot = 0; index < Length; index++)
        {
            if (IsAt(index, slot))
                yield return new(index, _values[slot++]);
            else if (all)
                yield return new(index, default);
        }
    }

    public IEnumerator GetEnumerator() => DenseValues().GetEnumerator();

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        if (destinationIndex < 0 || destinationIndex > destination.Length)
            throw new ArgumentOutOfRangeException(nameof(destinationIndex));
        if (destination.Length - destinationIndex < Length)
            throw new ArgumentOutOfRangeException(nameof(destination), "Not large enough to hold these values.");
        var target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }

        target.Fill(defaultValue);
        for (var slot = 0; slot < _count; slot++)
            target[_indices[slot]] = _values[slot];
    }

    public void CopyTo(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        if (sourceIndex < 0 || sourceIndex > Length)
            throw new ArgumentOutOfRangeException(nameof(sourceIndex));
        if (length < 0 || length > Length - sourceIndex)
            throw new ArgumentOutOfRangeException(nameof(length));
        var items = Items().Where(item => item.Key >= sourceIndex && item.Key < sourceIndex + length).ToArray();
        var editor = VBufferEditor.Create(ref destination, length, items.Length);
        for (var slot = 0; slot < items.Length; slot++)
        {
            editor.Values[slot] = items[slot].Value;
            if (items.Length < length)
                editor.Indices[slot] = items[slot].Key - sourceIndex;
        }

        destination = editor.Commit();
    }

    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        var editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyToDense(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public override string ToString() =>
        IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    internal (T[] Values, int[] Indices, int Count) Storage => (_values, _indices, _count);

    private bool IsAt(int index, int slot) => IsDense || (slot < _count && _indices[slot] == index);
}
