namespace Microsoft.ML.MultiFit;

/// <summary>A window on a storage: value <c>[i, j, …]</c> lies at <c>offset + i·stride₀ + j·stride₁ + …</c>.</summary>
internal sealed class TorchTensor
{
    private const int MaxDimensions = 8;

    private readonly long _offset;
    private readonly long[] _strides;

    /// <summary>Checks that the window lies inside the storage.</summary>
    /// <exception cref="InvalidDataException">It does not, or shows a value twice.</exception>
    public TorchTensor(TorchStorage storage, long offset, long[] sizes, long[] strides)
    {
        if (sizes.Length != strides.Length || sizes.Length > MaxDimensions || sizes.Any(size => size is < 0 or > int.MaxValue) || strides.Any(stride => stride < 0))
            throw new InvalidDataException($"A tensor of storage '{storage.Key}' has an impossible shape.");
        Int128 count = sizes.Contains(0) ? 0 : 1, last = offset;
        for (int i = 0; i < sizes.Length && count > 0; i++)
        {
            count *= sizes[i];
            last += (Int128)(sizes[i] - 1) * strides[i];
            // More values than the storage has would be repeated ones (stride 0), by which a small file could ask for much memory.
            if (count > storage.Count || last >= storage.Count)
                throw new InvalidDataException($"A tensor of shape [{string.Join(", ", sizes)}] reaches beyond storage '{storage.Key}' of {storage.Count} values.");
        }

        if (offset < 0 || offset > storage.Count - (count > 0 ? 1 : 0))
            throw new InvalidDataException($"A tensor begins beyond storage '{storage.Key}' of {storage.Count} values.");
        Storage = storage;
        Shape = [.. sizes.Select(size => (int)size)];
        Count = (long)count;
        _offset = offset;
        _strides = strides;
    }

    public TorchStorage Storage { get; }

    public int[] Shape { get; }

    /// <summary>How many values it shows.</summary>
    public long Count { get; }

    /// <summary>Whether the values are numbers that a weight can be made of.</summary>
    public bool IsFloatingPoint => Storage.Type.Read is not null;

    /// <summary>Whether the other tensor shows the same values of the same storage in the same order.</summary>
    public bool IsSameAs(TorchTensor other) =>
        Storage == other.Storage && _offset == other._offset && Shape.AsSpan().SequenceEqual(other.Shape) && _strides.AsSpan().SequenceEqual(other._strides);

    /// <summary>The values, row-major.</summary>
    public WeightTensor ToWeight()
    {
        var values = new float[Count];
        if (IsContiguous())
            Storage.Values.AsSpan((int)_offset, values.Length).CopyTo(values);
        else
            Gather(values);
        return new WeightTensor(Shape, values);
    }

    private bool IsContiguous()
    {
        long expected = 1;
        for (int i = Shape.Length - 1; i >= 0; i--)
        {
            if (Shape[i] != 1 && _strides[i] != expected)
                return Shape.Contains(0);
            expected *= Shape[i];
        }

        return true;
    }

    private void Gather(float[] values)
    {
        var index = new int[Shape.Length];
        long position = _offset;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Storage.Values[position];
            // Counts like an odometer, the last dimension fastest.
            for (int dimension = Shape.Length - 1; dimension >= 0; dimension--)
            {
                position += _strides[dimension];
                if (++index[dimension] < Shape[dimension])
                    break;
                position -= index[dimension] * _strides[dimension];
                index[dimension] = 0;
            }
        }
    }
}
