namespace Microsoft.ML.Data;

/// <summary>Reads annotations that many columns have.</summary>
public static class SchemaAnnotationsExtensions
{
    public static bool HasSlotNames(this DataViewSchema.Column column) =>
        column.Type is VectorDataViewType vector
        && column.Annotations.Schema.GetColumnOrNull(ColumnAnnotations.SlotNames)?.Type is VectorDataViewType { ItemType: TextDataViewType } names
        && names.Size == vector.Size;

    public static void GetSlotNames(this DataViewSchema.Column column, ref VBuffer<ReadOnlyMemory<char>> slotNames) =>
        column.Annotations.GetValue(ColumnAnnotations.SlotNames, ref slotNames);

    public static bool HasKeyValues(this DataViewSchema.Column column, PrimitiveDataViewType keyValueItemType = null) =>
        column.Annotations.Schema.GetColumnOrNull(ColumnAnnotations.KeyValues)?.Type is VectorDataViewType values
        && values.ItemType.Equals(keyValueItemType ?? TextDataViewType.Instance);

    public static void GetKeyValues<TValue>(this DataViewSchema.Column column, ref VBuffer<TValue> keyValues) =>
        column.Annotations.GetValue(ColumnAnnotations.KeyValues, ref keyValues);
}
