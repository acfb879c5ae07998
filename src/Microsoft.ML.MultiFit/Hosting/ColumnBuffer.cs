using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit;

/// <summary>The values of one source column over a block of rows, copied so that the source cannot change them.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>Appends the source's current value.</summary>
    public abstract void Add();

    public abstract void Clear();

    /// <summary>A <see cref="ValueGetter{TValue}"/> of the column's raw type.</summary>
    /// <param name="row">The row of the block to read.</param>
    public abstract Delegate CreateGetter(Func<int> row);

    public static ColumnBuffer Create(DataViewRow source, DataViewSchema.Column column)
    {
        var type = column.Type.RawType;
        bool isVector = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>);
        var buffer = isVector ? typeof(OfVectors<>).MakeGenericType(type.GetGenericArguments()) : typeof(OfValues<>).MakeGenericType(type);
        return (ColumnBuffer)Activator.CreateInstance(buffer, source, column)!;
    }

    /// <summary>A text is a window on memory of the source's; everything else is a value of its own.</summary>
    private static T Copy<T>(T value) => value is ReadOnlyMemory<char> text ? (T)(object)text.ToString().AsMemory() : value;

    private sealed class OfValues<T>(DataViewRow source, DataViewSchema.Column column) : ColumnBuffer
    {
        private readonly ValueGetter<T> _read = source.GetGetter<T>(column);
        private readonly List<T> _values = [];

        public override void Add()
        {
            T value = default!;
            _read(ref value);
            _values.Add(Copy(value));
        }

        public override void Clear() => _values.Clear();

        public override Delegate CreateGetter(Func<int> row) => (ValueGetter<T>)((ref T value) => value = _values[row()]);
    }

    private sealed class OfVectors<T>(DataViewRow source, DataViewSchema.Column column) : ColumnBuffer
    {
        private readonly ValueGetter<VBuffer<T>> _read = source.GetGetter<VBuffer<T>>(column);
        private readonly List<VBuffer<T>> _vectors = [];
        private VBuffer<T> _fetched;

        public override void Add()
        {
            _read(ref _fetched);
            T[] values = [.. _fetched.GetValues()];
            for (int i = 0; i < values.Length; i++)
                values[i] = Copy(values[i]);
            int[]? indices = _fetched.IsDense ? null : [.. _fetched.GetIndices()];
            _vectors.Add(new VBuffer<T>(_fetched.Length, values.Length, values, indices));
        }

        public override void Clear() => _vectors.Clear();

        public override Delegate CreateGetter(Func<int> row) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> vector) => _vectors[row()].CopyTo(ref vector));
    }
}
