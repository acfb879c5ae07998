using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit;

/// <summary>A column that a transformer adds: what it is called, what it holds, and how it is read off a document's result.</summary>
internal sealed class OutputColumn<TResult>
{
    private readonly Func<Func<TResult>, Delegate> _createGetter;

    private OutputColumn(string name, DataViewType type, DataViewSchema.Annotations? annotations, Func<Func<TResult>, Delegate> createGetter)
    {
        Definition = new DataViewSchema.DetachedColumn(name, type, annotations ?? DataViewSchema.Annotations.Empty);
        _createGetter = createGetter;
    }

    /// <summary>Name, type and annotations.</summary>
    public DataViewSchema.DetachedColumn Definition { get; }

    /// <summary>A column of one value per document.</summary>
    public static OutputColumn<TResult> Scalar<TValue>(string name, PrimitiveDataViewType type, DataViewSchema.Annotations? annotations, Func<TResult, TValue> read) =>
        new(name, type, annotations, current => (ValueGetter<TValue>)((ref TValue value) => value = read(current())));

    /// <summary>A column of one vector per document; <paramref name="size"/> 0 means that the length varies.</summary>
    public static OutputColumn<TResult> Vector<TValue>(
        string name, PrimitiveDataViewType itemType, int size, DataViewSchema.Annotations? annotations, Func<TResult, TValue[]> read) =>
        new(name, new VectorDataViewType(itemType, size), annotations, current => (ValueGetter<VBuffer<TValue>>)((ref VBuffer<TValue> vector) =>
        {
            var values = read(current());
            var editor = VBufferEditor.Create(ref vector, values.Length);
            values.CopyTo(editor.Values);
            vector = editor.Commit();
        }));

    /// <summary>A <see cref="ValueGetter{TValue}"/> of the column's raw type over whatever the current document's result is.</summary>
    public Delegate CreateGetter(Func<TResult> current) => _createGetter(current);
}
