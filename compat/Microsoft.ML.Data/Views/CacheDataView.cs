namespace Microsoft.ML.Data;

/// <summary>Keeps columns in memory: each is read from the source once, when a cursor first needs it.</summary>
internal sealed class CacheDataView : IDataView
{
    private readonly IDataView _source;
    private readonly int[] _prefetch;
    private readonly ColumnBuffer[] _columns;
    private readonly Lock _lock = new();
    private long? _rowCount;

    public CacheDataView(IDataView source, int[] prefetch)
    {
        _source = source;
        _prefetch = prefetch;
        _columns = new ColumnBuffer[source.Schema.Count];
    }

    public DataViewSchema Schema => _source.Schema;

    public bool CanShuffle => true;

    public long? GetRowCount() => _rowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var needed = columnsNeeded.Select(column => column.Index).Distinct().ToArray();
        Fill(needed);
        return new Cursor(this, needed, _rowCount.Value, rand);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private void Fill(int[] needed)
    {
        lock (_lock)
        {
            var missing = needed.Union(_rowCount is null ? _prefetch : []).Where(index => _columns[index] is null).Select(index => Schema[index]).ToArray();
            if (missing.Length == 0 && _rowCount is not null)
                return;
            using var cursor = _source.GetRowCursor(missing);
            var buffers = Array.ConvertAll(missing, column => ColumnBuffer.Over(cursor, column));
            var row = 0L;
            for (; cursor.MoveNext(); row++)
                Array.ForEach(buffers, buffer => buffer.Store(row));
            for (var place = 0; place < missing.Length; place++)
                _columns[missing[place].Index] = buffers[place];
            _rowCount = row;
        }
    }

    private sealed class Cursor : BufferedCursor
    {
        private readonly long _rowCount;
        private readonly int[] _order;

        public Cursor(CacheDataView parent, int[] needed, long rowCount, Random rand)
            : base(parent.Schema)
        {
            _rowCount = rowCount;
            foreach (var index in needed)
                Getters[index] = parent._columns[index].Getter(CurrentSlot);
            if (rand is null)
                return;
            _order = [.. Enumerable.Range(0, checked((int)rowCount))];
            rand.Shuffle(_order);
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)CurrentSlot(), 0);

        protected override bool TryMove(long position)
        {
            if (position >= _rowCount)
                return false;
            Slot = _order?[position] ?? position;
            return true;
        }
    }
}
