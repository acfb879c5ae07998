namespace Microsoft.ML.Data;

/// <summary>Gives the rows of a source in random order, drawn from a pool that is kept full.</summary>
internal sealed class ShuffledDataView(IDataView source, int seed, int poolSize, bool shuffleSource) : IDataView
{
    public DataViewSchema Schema => source.Schema;

    public bool CanShuffle => true;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        rand ??= new Random(seed);
        var needed = columnsNeeded.ToArray();
        var cursor = source.GetRowCursor(needed, shuffleSource && source.CanShuffle ? rand : null);
        return poolSize == 1 ? cursor : new Cursor(cursor, needed, poolSize, rand);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : BufferedCursor
    {
        private readonly DataViewRowCursor _source;
        private readonly Random _rand;
        private readonly ColumnBuffer<DataViewRowId> _ids;
        private readonly ColumnBuffer[] _buffers;
        private readonly List<int> _filled = [];
        private readonly Stack<int> _free;

        public Cursor(DataViewRowCursor source, DataViewSchema.Column[] needed, int poolSize, Random rand)
            : base(source.Schema)
        {
            _source = source;
            _rand = rand;
            _free = new Stack<int>(Enumerable.Range(0, poolSize));
            _ids = new ColumnBuffer<DataViewRowId> { Source = source.GetIdGetter() };
            var columns = needed.DistinctBy(column => column.Index).ToArray();
            var buffers = Array.ConvertAll(columns, column => ColumnBuffer.Over(source, column));
            for (var place = 0; place < columns.Length; place++)
                Getters[columns[place].Index] = buffers[place].Getter(CurrentSlot);
            _buffers = [_ids, .. buffers];
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ValueGetter<DataViewRowId>)_ids.Getter(CurrentSlot);

        /// <summary>The slot of the row before is filled again only now: its values were in use until this call.</summary>
        protected override bool TryMove(long position)
        {
            if (Slot >= 0)
                _free.Push((int)Slot);
            Slot = -1;
            while (_free.Count > 0 && _source.MoveNext())
            {
                var slot = _free.Pop();
                Array.ForEach(_buffers, buffer => buffer.Store(slot));
                _filled.Add(slot);
            }

            if (_filled.Count == 0)
                return false;
            var drawn = _rand.Next(_filled.Count);
            Slot = _filled[drawn];
            _filled[drawn] = _filled[^1];
            _filled.RemoveAt(_filled.Count - 1);
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            _source.Dispose();
            base.Dispose(disposing);
        }
    }
}
