namespace Microsoft.ML.Data;

/// <summary>One row whose values come from the object last put into it.</summary>
internal sealed class InputRow<TRow> : DataViewRow
    where TRow : class
{
    private readonly Delegate[] _getters;
    private TRow _current;
    private long _position = -1;

    public InputRow(SchemaDefinition schemaDefinition)
    {
        var columns = RowColumn.Of(typeof(TRow), schemaDefinition);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(columns.Select(column => column.Definition));
        Schema = builder.ToSchema();
        _getters = [.. columns.Select(column => column.Getter(() => _current))];
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => 0;

    public void Put(TRow row)
    {
        _current = row;
        _position++;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => RowGetters.Get<TValue>(_getters, Schema, column);
}
