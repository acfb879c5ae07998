namespace Microsoft.ML.Data;

/// <summary>The rows of a source after the first <paramref name="skip"/>, at most <paramref name="take"/> of them.</summary>
internal sealed class RowRangeView(IDataView source, long skip, long take) : IDataView
{
    public DataViewSchema Schema => source.Schema;

    public bool CanShuffle => false;

    public long? GetRowCount() => source.GetRowCount() is { } count ? Math.Clamp(count - skip, 0, take) : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(source.GetRowCursor(columnsNeeded), skip, take);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded)];

    private sealed class Cursor(DataViewRowCursor source, long skip, long take) : ForwardingCursor(source, source)
    {
        private long _position = -1;
        private bool _ended;

        public override long Position => _position;

        public override bool MoveNext()
        {
            for (; skip > 0 && !_ended; skip--)
                _ended = !Source.MoveNext();
            _ended = _ended || _position + 1 >= take || !Source.MoveNext();
            _position = _ended ? -1 : _position + 1;
            return !_ended;
        }
    }
}
