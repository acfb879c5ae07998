using System.Collections.Immutable;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>The first rows of a data view, to look at.</summary>
public sealed class DataDebuggerPreview
{
    internal DataDebuggerPreview(IDataView data, int maxRows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxRows);
        Schema = data.Schema;
        var rows = new List<object[]>();
        using (var cursor = data.GetRowCursor(Schema))
        {
            var readers = Schema.Select(column => Reader(cursor, column)).ToArray();
            while (rows.Count < maxRows && cursor.MoveNext())
                rows.Add([.. readers.Select(read => read())]);
        }

        RowView = [.. rows.Select(row => new RowInfo([.. Schema.Select(column => KeyValuePair.Create(column.Name, row[column.Index]))]))];
        ColumnView = [.. Schema.Select(column => new ColumnInfo(column, [.. rows.Select(row => row[column.Index])]))];
    }

    public DataViewSchema Schema { get; }

    public ImmutableArray<ColumnInfo> ColumnView { get; }

    public ImmutableArray<RowInfo> RowView { get; }

    public override string ToString() => $"{Schema.Count} columns, {RowView.Length} rows";

    private static Func<object> Reader(DataViewRow row, DataViewSchema.Column column) =>
        (Func<object>)typeof(DataDebuggerPreview).GetMethod(nameof(TypedReader), BindingFlags.NonPublic | BindingFlags.Static)
            .MakeGenericMethod(column.Type.RawType).Invoke(null, [row, column]);

    private static Func<object> TypedReader<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            var value = default(T);
            getter(ref value);
            return value;
        };
    }

    public sealed class ColumnInfo
    {
        internal ColumnInfo(DataViewSchema.Column column, object[] values)
        {
            Column = column;
            Values = values;
        }

        public DataViewSchema.Column Column { get; }

        public object[] Values { get; }

        public override string ToString() => Column.ToString();
    }

    public sealed class RowInfo
    {
        internal RowInfo(KeyValuePair<string, object>[] values) => Values = values;

        public KeyValuePair<string, object>[] Values { get; }

        public override string ToString() => $"{Values.Length} columns";
    }
}
