namespace Microsoft.ML.Data;

/// <summary>A data view over row objects, enumerated anew by every cursor.</summary>
internal sealed class EnumerableDataView<TRow> : IDataView
    where TRow : class
{
    private readonly IEnumerable<TRow> _rows;
    private readonly RowColumn[] _columns;

    public EnumerableDataView(IEnumerable<TRow> data, SchemaDefinition schemaDefinition)
    {
        ArgumentNullException.ThrowIfNull(data);
        _rows = data;
        _columns = RowColumn.Of(typeof(TRow), schemaDefinition);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(_columns.Select(column => column.Definition));
        Schema = builder.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    public long? GetRowCount() => (_rows as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(this, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly IEnumerator<TRow> _rows;
        private readonly Delegate[] _getters;
        private long _position = -1;
        private bool _ended;

        public Cursor(EnumerableDataView<TRow> parent, IEnumerable<DataViewSchema.Column> columnsNeeded)
        {
            Schema = parent.Schema;
            _rows = parent._rows.GetEnumerator();
            _getters = new Delegate[Schema.Count];
            foreach (var column in columnsNeeded)
                _getters[column.Index] ??= parent._columns[column.Index].Getter(Current);
        }

        public override DataViewSchema Schema { get; }

        public override long Position => _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            if (_ended)
                return false;
            if (_rows.MoveNext())
            {
                _position++;
                return true;
            }

            _ended = true;
            _position = -1;
            return false;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _getters[column.Index] != null;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => RowGetters.Get<TValue>(_getters, Schema, column);

        protected override void Dispose(bool disposing)
        {
            _rows.Dispose();
            base.Dispose(disposing);
        }

        private TRow Current()
        {
            if (_position < 0)
                throw new InvalidOperationException("The cursor is not at a row.");
            return _rows.Current ?? throw new InvalidOperationException("Encountered null when iterating over data, this is not supported.");
        }
    }
}
