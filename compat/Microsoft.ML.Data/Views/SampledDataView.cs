namespace Microsoft.ML.Data;

/// <summary>The rows whose place in [0, 1) lies in a range, or lies outside of it.</summary>
internal sealed class SampledDataView(IDataView source, SamplingKey key, double min, double max, bool complement) : IDataView
{
    public DataViewSchema Schema => source.Schema;

    public bool CanShuffle => false;

    public long? GetRowCount() => null;

    /// <summary>The source is never shuffled: a row's place may depend on the order.</summary>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var needed = columnsNeeded.ToArray();
        var shown = new ColumnSubset(source.Schema, source.Schema);
        var cursor = source.GetRowCursor(needed.Union(key.Columns));
        var place = key.PlaceOf(cursor);
        return new FilteringCursor(cursor, shown.GetRow(cursor, needed), () => complement != (place() is var at && at >= min && at < max));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
