namespace Microsoft.ML.MultiFit;

/// <summary>Managed floats that begin at a cache line and never move, so that vector kernels may hold a pointer to them while this object lives.</summary>
internal sealed unsafe class AlignedFloats
{
    private const int CacheLine = 64;

    // Kept so that the memory behind the pointer lives.
    private readonly float[] _values;
    private readonly int _offset;

    /// <summary>Zeros.</summary>
    public AlignedFloats(int length)
    {
        _values = GC.AllocateArray<float>(checked(length + (CacheLine / sizeof(float))), pinned: true);
        fixed (float* start = _values)
            _offset = (int)((CacheLine - ((nuint)start % CacheLine)) % CacheLine) / sizeof(float);
        Length = length;
    }

    public int Length { get; }

    public Span<float> Span => _values.AsSpan(_offset, Length);

    public float* Pointer => (float*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _values[_offset]);
}
