using System.Collections;

namespace TorchSharp.Utils;

/// <summary>The elements of a tensor on the CPU in row order, whatever its strides.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly torch.Tensor _tensor;
    private readonly T* _memory;
    private readonly long[] _shape, _strides;

    internal TensorAccessor(torch.Tensor tensor)
    {
        _tensor = tensor;
        _memory = (T*)tensor.Memory();
        _shape = tensor.shape;
        _strides = tensor.stride();
    }

    public long Count => _tensor.numel();

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get => *Element(indices);
        set => *Element(indices) = value;
    }

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        long count = Math.Min(Count - tensorIndex, array.Length - arrayIndex);
        if (_tensor.is_contiguous())
        {
            new ReadOnlySpan<T>(_memory + tensorIndex, (int)count).CopyTo(array[arrayIndex..]);
        }
        else
        {
            foreach (var offset in Offsets().Skip((int)tensorIndex).Take((int)count))
                array[arrayIndex++] = _memory[offset];
        }
        GC.KeepAlive(_tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        foreach (var offset in Offsets().Skip((int)tensorIndex).Take(array.Length - arrayIndex))
            _memory[offset] = array[arrayIndex++];
        GC.KeepAlive(_tensor);
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => GC.KeepAlive(_tensor);

    private T* Element(long[] indices)
    {
        if (_shape.Length == 0 && indices is [0])
            return _memory;
        if (indices.Length != _shape.Length)
            throw new ArgumentException($"Mismatched tensor dimensions: {_shape.Length} are needed, {indices.Length} were given.");
        long offset = 0;
        for (int d = 0; d < indices.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= _shape[d])
                throw new IndexOutOfRangeException($"Index {indices[d]} of dimension {d} is outside 0..{_shape[d] - 1}.");
            offset += indices[d] * _strides[d];
        }
        return _memory + offset;
    }

    private IEnumerable<long> Offsets()
    {
        long count = Count;
        var position = new long[_shape.Length];
        long offset = 0;
        for (long i = 0; i < count; i++)
        {
            yield return offset;
            for (int d = _shape.Length - 1; d >= 0; d--)
            {
                offset += _strides[d];
                if (++position[d] < _shape[d])
                    break;
                offset -= _strides[d] * _shape[d];
                position[d] = 0;
            }
        }
    }
}
