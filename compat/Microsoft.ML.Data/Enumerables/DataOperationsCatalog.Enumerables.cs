using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class => new EnumerableDataView<TRow>(data, schemaDefinition);

    /// <summary>As the other overload, with the annotations that columns of the same names have in <paramref name="schema"/>.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(schema);
        var definition = SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read);
        foreach (var column in schema)
            definition[column.Name]?.AddAnnotations(column.Annotations);
        return new EnumerableDataView<TRow>(data, definition);
    }

    public IEnumerable<TRow> CreateEnumerable<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        ArgumentNullException.ThrowIfNull(data);
        var filler = new RowFiller<TRow>(data.Schema, ignoreMissingColumns, schemaDefinition);
        return Rows();

        IEnumerable<TRow> Rows()
        {
            using var cursor = data.GetRowCursor(filler.Columns);
            var fill = filler.Bind(cursor);
            var row = new TRow();
            while (cursor.MoveNext())
            {
                fill(row);
                yield return row;
                row = reuseRowObject ? row : new TRow();
            }
        }
    }
}
