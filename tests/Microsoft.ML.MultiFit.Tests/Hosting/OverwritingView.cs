using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>
/// A source as nasty as the rules allow: one buffer for all rows, whose values change when the cursor moves on; it counts what is asked of it.
/// Columns: <c>Text</c> ("1", "22", "333"… cut to five digits), <c>Vector</c> (dense, row number times 1, 2, 3), <c>Sparse</c> (length 4, row number at the row's place).
/// </summary>
internal sealed class OverwritingView(int rowCount) : IDataView
{
    public DataViewSchema Schema { get; } = CreateSchema();

    public bool CanShuffle => false;

    public List<string> AskedFor { get; } = [];

    public int RowsRead { get; private set; }

    public static string Text(long row) => new((char)('1' + (row % 9)), (int)(row % 5) + 1);

    public long? GetRowCount() => rowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        AskedFor.AddRange(columnsNeeded.Select(column => column.Name));
        return new Cursor(this, rowCount, [.. columnsNeeded.Select(column => column.Index)]);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private static DataViewSchema CreateSchema()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Text", TextDataViewType.Instance);
        builder.AddColumn("Vector", new VectorDataViewType(NumberDataViewType.Int32, 3));
        builder.AddColumn("Sparse", new VectorDataViewType(NumberDataViewType.Single, 4));
        return builder.ToSchema();
    }

    private sealed class Cursor(OverwritingView view, int rowCount, HashSet<int> active) : DataViewRowCursor
    {
        private readonly char[] _text = new char[5];
        private readonly int[] _vector = new int[3];
        private readonly float[] _value = new float[1];
        private readonly int[] _index = new int[1];
        private long _row = -1;
        private bool _ended;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _row;

        public override long Batch => _row / 10;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override bool MoveNext()
        {
            _ended |= _row + 1 == rowCount;
            _row = _ended ? -1 : _row + 1;
            if (_ended)
                return false;
            view.RowsRead++;
            Array.Clear(_text);
            Text(_row).CopyTo(0, _text, 0, Text(_row).Length);
            for (int i = 0; i < _vector.Length; i++)
                _vector[i] = (int)_row * (i + 1);
            (_value[0], _index[0]) = (_row, (int)(_row % 4));
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_row, 7);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Assert.True(IsColumnActive(column));
            return (ValueGetter<TValue>)(Delegate)(column.Name switch
            {
                "Text" => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = _text.AsMemory(0, Text(_row).Length)),
                "Vector" => (ValueGetter<VBuffer<int>>)((ref VBuffer<int> value) => value = new VBuffer<int>(3, _vector)),
                _ => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) => value = new VBuffer<float>(4, 1, _value, _index)),
            });
        }
    }
}
