namespace Microsoft.ML.Data;

/// <summary>Collects the distinct values of a column.</summary>
internal abstract class KeyVocabularyBuilder
{
    public PrimitiveDataViewType ItemType { get; private protected init; }

    public static KeyVocabularyBuilder Of(PrimitiveDataViewType itemType, int maximum) => itemType is TextDataViewType
        ? new KeyVocabularyBuilder<ReadOnlyMemory<char>>(itemType, maximum, TextComparer.Instance, TextComparer.Instance)
        : (KeyVocabularyBuilder)Activator.CreateInstance(typeof(KeyVocabularyBuilder<>).MakeGenericType(itemType.RawType), itemType, maximum, null, null);

    /// <summary>An action that takes in the value, or the values, of the current row.</summary>
    public abstract Action Reader(DataViewRow row, DataViewSchema.Column column);

    public abstract KeyVocabulary Build(bool sorted);
}

internal sealed class KeyVocabularyBuilder<T> : KeyVocabularyBuilder
{
    private readonly int _maximum;
    private readonly IComparer<T> _order;
    private readonly IEqualityComparer<T> _equality;
    private readonly HashSet<T> _seen;
    private readonly List<T> _values = [];

    public KeyVocabularyBuilder(PrimitiveDataViewType itemType, int maximum, IComparer<T> order, IEqualityComparer<T> equality)
    {
        ItemType = itemType;
        _maximum = maximum;
        _order = order;
        _equality = equality;
        _seen = new HashSet<T>(equality);
    }

    public override Action Reader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
        {
            var vectors = row.GetGetter<VBuffer<T>>(column);
            var values = default(VBuffer<T>);
            return () =>
            {
                vectors(ref values);
                foreach (var item in values.DenseValues())
                    Add(item);
            };
        }

        var getter = row.GetGetter<T>(column);
        var value = default(T);
        return () =>
        {
            getter(ref value);
            Add(value);
        };
    }

    public override KeyVocabulary Build(bool sorted)
    {
        if (sorted)
            _values.Sort(_order);
        return new KeyVocabulary<T>(ItemType, [.. _values], _equality);
    }

    private void Add(T value)
    {
        if (_values.Count < _maximum && !MissingValue.Is(ItemType, value) && _seen.Add(value))
            _values.Add(value);
    }
}
