namespace Microsoft.ML.Data;

/// <summary>Moves one cursor and shows a row that was made over it.</summary>
internal class ForwardingCursor(DataViewRowCursor source, DataViewRow row) : DataViewRowCursor
{
    protected DataViewRowCursor Source => source;

    public override DataViewSchema Schema => row.Schema;

    public override long Position => row.Position;

    public override long Batch => row.Batch;

    public override bool MoveNext() => source.MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => row.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => row.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => row.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        row.Dispose();
        source.Dispose();
        base.Dispose(disposing);
    }
}
