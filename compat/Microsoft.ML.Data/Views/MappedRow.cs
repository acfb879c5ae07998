namespace Microsoft.ML.Data;

/// <summary>A row whose columns are columns of an input row or added getters.</summary>
internal sealed class MappedRow(
    DataViewRow input, DataViewSchema schema, bool[] active, (bool IsInput, int Index)[] sources, Delegate[] added) : DataViewRow
{
    public override DataViewSchema Schema => schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!active[column.Index])
            throw new ArgumentOutOfRangeException(nameof(column), "requested column not active");
        var (isInput, index) = sources[column.Index];
        if (isInput)
            return input.GetGetter<TValue>(input.Schema[index]);
        return added[index] as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"Invalid TValue in GetGetter for column '{column.Name}': '{typeof(TValue)}', expected type: '{column.Type.RawType}'.");
    }

    protected override void Dispose(bool disposing)
    {
        input.Dispose();
        base.Dispose(disposing);
    }
}
