namespace Microsoft.ML.Data;

/// <summary>Makes editors: the only way to write into a <see cref="VBuffer{T}"/> without a new array.</summary>
public static class VBufferEditor
{
    public static VBufferEditor<T> CreateFromBuffer<T>(ref VBuffer<T> destination)
    {
        var (values, indices, count) = destination.Storage;
        return new VBufferEditor<T>(destination.Length, count, values, indices, !destination.IsDense, createdNewValues: false, createdNewIndices: false);
    }

    public static VBufferEditor<T> Create<T>(
        ref VBuffer<T> destination,
        int newLogicalLength,
        int? valuesCount = null,
        int? maxValuesCapacity = null,
        bool keepOldOnResize = false,
        bool requireIndicesOnDense = false)
    {
        if (newLogicalLength < 0)
            throw new ArgumentOutOfRangeException(nameof(newLogicalLength), "Must be non-negative.");
        if (valuesCount > newLogicalLength)
            throw new ArgumentOutOfRangeException(nameof(valuesCount), "If specified, must be no greater than newLogicalLength");
        var (values, indices, _) = destination.Storage;
        var count = valuesCount ?? newLogicalLength;
        var largest = maxValuesCapacity ?? newLogicalLength;
        var withIndices = count < newLogicalLength || requireIndicesOnDense;
        var newValues = Grow(ref values, count, largest, keepOldOnResize);
        var newIndices = withIndices && Grow(ref indices, count, largest, keepOldOnResize);
        return new VBufferEditor<T>(newLogicalLength, count, values, indices, withIndices, newValues, newIndices);
    }

    private static bool Grow<TItem>(ref TItem[] array, int needed, int largest, bool keep)
    {
        if (needed > largest)
            throw new ArgumentOutOfRangeException(nameof(needed), "The capacity must not be less than the count.");
        var old = array;
        if (old != null && old.Length >= needed)
            return false;
        array = needed == 0 ? [] : new TItem[(int)Math.Min(largest, Math.Max(needed, 2L * (old?.Length ?? 0)))];
        if (keep)
            old?.CopyTo(array, 0);
        return true;
    }
}

/// <summary>The writable arrays of a vector being made; <see cref="Commit"/> gives the vector.</summary>
public readonly ref struct VBufferEditor<T>
{
    private readonly int _length;
    private readonly T[] _values;
    private readonly int[] _indices;

    public readonly Span<T> Values;
    public readonly Span<int> Indices;

    internal VBufferEditor(int length, int count, T[] values, int[] indices, bool withIndices, bool createdNewValues, bool createdNewIndices)
    {
        _length = length;
        _values = values;
        _indices = indices;
        Values = values.AsSpan(0, count);
        Indices = withIndices ? indices.AsSpan(0, count) : default;
        CreatedNewValues = createdNewValues;
        CreatedNewIndices = createdNewIndices;
    }

    public bool CreatedNewIndices { get; }

    public bool CreatedNewValues { get; }

    public VBuffer<T> Commit() => new(_length, Values.Length, _values, _indices);

    public VBuffer<T> CommitTruncated(int physicalValuesCount)
    {
        if (physicalValuesCount < 0 || physicalValuesCount > Values.Length)
            throw new ArgumentOutOfRangeException(nameof(physicalValuesCount));
        return new(_length, physicalValuesCount, _values, _indices);
    }
}
