using Microsoft.ML.Data;

namespace Microsoft.ML.StandIns.Tests;

/// <summary>The rows of a view as text: columns parted by bars, slots by commas.</summary>
internal static class RowTexts
{
    public static string[] Of(IDataView data)
    {
        using var cursor = data.GetRowCursor(data.Schema);
        var cells = data.Schema.Select(column => Cell(cursor, column)).ToArray();
        var rows = new List<string>();
        while (cursor.MoveNext())
            rows.Add(string.Join("|", cells.Select(cell => cell())));
        return [.. rows];
    }

    private static Func<string> Cell(DataViewRow row, DataViewSchema.Column column) => column.Type.RawType switch
    {
        var type when type == typeof(VBuffer<float>) => Vector<float>(row, column),
        var type when type == typeof(VBuffer<ReadOnlyMemory<char>>) => Vector<ReadOnlyMemory<char>>(row, column),
        var type when type == typeof(ReadOnlyMemory<char>) => Scalar<ReadOnlyMemory<char>>(row, column),
        var type when type == typeof(float) => Scalar<float>(row, column),
        var type when type == typeof(int) => Scalar<int>(row, column),
        var type when type == typeof(uint) => Scalar<uint>(row, column),
        var type when type == typeof(bool) => Scalar<bool>(row, column),
        var type => throw new NotSupportedException(type.ToString()),
    };

    private static Func<string> Scalar<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return value.ToString();
        };
    }

    private static Func<string> Vector<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return () =>
        {
            getter(ref value);
            return string.Join(",", value.DenseValues());
        };
    }
}
