using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Numbered values of one type.</summary>
internal abstract class KeyVocabulary
{
    public PrimitiveDataViewType ItemType { get; private protected init; }

    public abstract Array RawValues { get; }

    public int Count => RawValues.Length;

    /// <summary>The values as text, for the listing in saved models and for annotations.</summary>
    public abstract IEnumerable<string> Texts { get; }

    public abstract void AddKeyValues(DataViewSchema.Annotations.Builder builder, bool asText);

    /// <summary>A getter of keys for the values of a column.</summary>
    public abstract Delegate Getter(DataViewRow row, DataViewSchema.Column column);
}

internal sealed class KeyVocabulary<T> : KeyVocabulary
{
    private readonly Dictionary<T, uint> _keys;

    public KeyVocabulary(PrimitiveDataViewType itemType, T[] values, IEqualityComparer<T> equality)
    {
        ItemType = itemType;
        Values = values;
        _keys = new Dictionary<T, uint>(equality);
        foreach (var value in values)
            _keys.TryAdd(value, (uint)_keys.Count + 1);
    }

    public T[] Values { get; }

    public override Array RawValues => Values;

    public override IEnumerable<string> Texts => Values.Select(value => value switch
    {
        bool truth => truth ? "1" : "0",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    });

    public override void AddKeyValues(DataViewSchema.Annotations.Builder builder, bool asText)
    {
        if (asText && ItemType is not TextDataViewType)
            Add(builder, TextDataViewType.Instance, [.. Texts.Select(text => text.AsMemory())]);
        else
            Add(builder, ItemType, Values);
    }

    public override Delegate Getter(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType)
        {
            var getter = row.GetGetter<T>(column);
            var value = default(T);
            return (ValueGetter<uint>)((ref uint key) =>
            {
                getter(ref value);
                key = KeyOf(value);
            });
        }

        var vectors = row.GetGetter<VBuffer<T>>(column);
        var values = default(VBuffer<T>);
        return (ValueGetter<VBuffer<uint>>)((ref VBuffer<uint> keys) =>
        {
            vectors(ref values);
            var editor = VBufferEditor.Create(ref keys, values.Length);
            var slot = 0;
            foreach (var item in values.DenseValues())
                editor.Values[slot++] = KeyOf(item);
            keys = editor.Commit();
        });
    }

    private uint KeyOf(T value) => MissingValue.Is(ItemType, value) ? 0 : _keys.GetValueOrDefault(value);

    private static void Add<TValue>(DataViewSchema.Annotations.Builder builder, PrimitiveDataViewType itemType, TValue[] values) =>
        builder.Add(ColumnAnnotations.KeyValues, new VectorDataViewType(itemType, values.Length), (ref VBuffer<TValue> destination) =>
            new VBuffer<TValue>(values.Length, values).CopyTo(ref destination));
}
