namespace Microsoft.ML.Data;

/// <summary>Values of one column, kept by slot while the row they came from moves on.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>A buffer that is filled from the current row of <paramref name="source"/>.</summary>
    public static ColumnBuffer Over(DataViewRow source, DataViewSchema.Column column)
    {
        var type = column.Type is VectorDataViewType vector
            ? typeof(VectorColumnBuffer<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(ColumnBuffer<>).MakeGenericType(column.Type.RawType);
        var buffer = (ColumnBuffer)Activator.CreateInstance(type);
        buffer.Bind(source, column);
        return buffer;
    }

    public abstract void Bind(DataViewRow source, DataViewSchema.Column column);

    /// <summary>Keeps the value of the current row in <paramref name="slot"/>.</summary>
    public abstract void Store(long slot);

    /// <summary>A getter of copies of the value in the slot that <paramref name="slot"/> names.</summary>
    public abstract Delegate Getter(Func<long> slot);
}

internal class ColumnBuffer<T> : ColumnBuffer
{
    private T[] _values = new T[16];

    public ValueGetter<T> Source { get; set; }

    public override void Bind(DataViewRow source, DataViewSchema.Column column) => Source = source.GetGetter<T>(column);

    public override void Store(long slot)
    {
        if (slot >= _values.Length)
            Array.Resize(ref _values, checked((int)Math.Max(slot + 1, 2L * _values.Length)));
        Source(ref _values[slot]);
    }

    public override Delegate Getter(Func<long> slot) => (ValueGetter<T>)((ref T value) => Copy(_values[slot()], ref value));

    protected virtual void Copy(in T source, ref T destination) => destination = source;
}

/// <summary>Vectors are copied deeply: who gets one may write into it.</summary>
internal sealed class VectorColumnBuffer<TItem> : ColumnBuffer<VBuffer<TItem>>
{
    protected override void Copy(in VBuffer<TItem> source, ref VBuffer<TItem> destination) => source.CopyTo(ref destination);
}
