namespace Microsoft.ML.MultiFit;

/// <summary>A view with our columns added; nothing is computed before a cursor's getter is called.</summary>
internal sealed class ColumnMappingView<TInput, TResult>(IDataView source, BoundColumnMapping<TInput, TResult> mapping) : IDataView
{
    public DataViewSchema Schema => mapping.OutputSchema;

    public bool CanShuffle => source.CanShuffle;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var wanted = columnsNeeded.ToList();
        var needed = mapping.GetDependencies(wanted).Select(column => source.Schema[column.Index]);
        var cursor = source.GetRowCursor(needed, rand);
        return new ColumnMappingCursor<TInput, TResult>(cursor, mapping, wanted);
    }

    /// <summary>One cursor: the scorer itself uses all cores, on a block of documents at a time.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
