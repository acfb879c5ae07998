using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>One column as an enumerable.</summary>
public static class ColumnCursorExtensions
{
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName) => GetColumn<T>(data, data.Schema[columnName]);

    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (column.Type.RawType == typeof(T))
            return Values(data, column, row => Converted<T, T>(row, column, value => value));
        if (typeof(T) == typeof(string) && column.Type is TextDataViewType)
            return (IEnumerable<T>)Values(data, column, row => Converted<ReadOnlyMemory<char>, string>(row, column, text => text.ToString()));
        if (typeof(T).IsArray && column.Type is VectorDataViewType vector)
        {
            if (typeof(T) == typeof(string[]) && vector.ItemType is TextDataViewType)
            {
                return (IEnumerable<T>)Values(data, column, row =>
                    Converted<VBuffer<ReadOnlyMemory<char>>, string[]>(row, column, texts => [.. texts.DenseValues().Select(text => text.ToString())]));
            }

            if (typeof(T).GetElementType() == vector.ItemType.RawType)
            {
                var arrays = typeof(ColumnCursorExtensions).GetMethod(nameof(Arrays), BindingFlags.NonPublic | BindingFlags.Static);
                return (IEnumerable<T>)arrays.MakeGenericMethod(vector.ItemType.RawType).Invoke(null, [data, column]);
            }
        }

        throw new ArgumentOutOfRangeException(
            nameof(column), $"Cannot map column (name: {column.Name}, type: {column.Type}) in data to the user-defined type, {typeof(T)}.");
    }

    private static IEnumerable<T[]> Arrays<T>(IDataView data, DataViewSchema.Column column) =>
        Values(data, column, row => Converted<VBuffer<T>, T[]>(row, column, vector => [.. vector.DenseValues()]));

    /// <summary>Every value has storage of its own.</summary>
    private static Func<TTo> Converted<TFrom, TTo>(DataViewRow row, DataViewSchema.Column column, Func<TFrom, TTo> convert)
    {
        var getter = row.GetGetter<TFrom>(column);
        return () =>
        {
            var value = default(TFrom);
            getter(ref value);
            return convert(value);
        };
    }

    private static IEnumerable<T> Values<T>(IDataView data, DataViewSchema.Column column, Func<DataViewRow, Func<T>> bind)
    {
        using var cursor = data.GetRowCursor([column]);
        var read = bind(cursor);
        while (cursor.MoveNext())
            yield return read();
    }
}
