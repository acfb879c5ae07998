using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Reads a block of rows ahead, so that they are scored together. Every value asked for is copied, because the source may overwrite
/// what it gave when it moves on.
/// </summary>
internal sealed class ColumnMappingCursor<TInput, TResult> : DataViewRowCursor
{
    // The first block is small, so that looking at a few rows costs little; the size of a block is bounded, so that long documents do not pile up.
    private const int FirstBlockRows = 8;
    private const int LargestBlockRows = 128;
    private const int BlockSize = 1 << 22;

    private readonly DataViewRowCursor _source;
    private readonly BoundColumnMapping<TInput, TResult> _mapping;
    private readonly bool[] _activeOwn;
    private readonly ColumnBuffer?[] _buffers;
    private readonly Func<TInput>? _read;
    private readonly ValueGetter<DataViewRowId> _readId;
    private readonly List<TInput> _values = [];
    private readonly List<(long Batch, DataViewRowId Id)> _rows = [];
    private TResult[]? _results;
    private int _row = -1;
    private int _blockRows = FirstBlockRows;
    private long _position = -1;
    private bool _ended;

    public ColumnMappingCursor(DataViewRowCursor source, BoundColumnMapping<TInput, TResult> mapping, IReadOnlyList<DataViewSchema.Column> wanted)
    {
        (_source, _mapping) = (source, mapping);
        _activeOwn = mapping.OwnColumns(wanted);
        _buffers = new ColumnBuffer?[mapping.InputSchema.Count];
        foreach (int index in wanted.Select(column => column.Index).Where(index => index < _buffers.Length))
            _buffers[index] ??= ColumnBuffer.Create(source, source.Schema[index]);
        if (_activeOwn.Contains(true))
            _read = mapping.CreateReader(source);
        _readId = source.GetIdGetter();
    }

    public override DataViewSchema Schema => _mapping.OutputSchema;

    public override long Position => _position;

    public override long Batch => _row < 0 ? 0 : _rows[_row].Batch;

    public override bool MoveNext()
    {
        if (_ended)
            return false;
        if (++_row >= _rows.Count && !ReadBlock())
        {
            (_ended, _row, _position) = (true, -1, -1);
            return false;
        }

        _position++;
        return true;
    }

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        int own = column.Index - _buffers.Length;
        return own >= 0 ? _activeOwn[own] : _buffers[column.Index] is not null;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        _mapping.CheckGetter<TValue>(column, IsColumnActive(column));
        int own = column.Index - _buffers.Length;
        return (ValueGetter<TValue>)(own >= 0 ? _mapping.Columns[own].CreateGetter(CurrentResult) : _buffers[column.Index]!.CreateGetter(CurrentRow));
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _rows[CurrentRow()].Id;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _source.Dispose();
        base.Dispose(disposing);
    }

    private bool ReadBlock()
    {
        _values.Clear();
        _rows.Clear();
        (_results, _row) = (null, 0);
        foreach (var buffer in _buffers)
            buffer?.Clear();

        DataViewRowId id = default;
        int size = 0;
        while (_rows.Count < _blockRows && size < BlockSize && _source.MoveNext())
        {
            foreach (var buffer in _buffers)
                buffer?.Add();
            if (_read is not null)
            {
                _values.Add(_read());
                size += _mapping.Size(_values[^1]);
            }

            _readId(ref id);
            _rows.Add((_source.Batch, id));
        }

        _blockRows = Math.Min(2 * _blockRows, LargestBlockRows);
        return _rows.Count > 0;
    }

    private int CurrentRow() =>
        _row >= 0 ? _row : throw new InvalidOperationException("The cursor stands on no row: MoveNext was not called, or it returned false.");

    private TResult CurrentResult()
    {
        int row = CurrentRow();
        _results ??= _mapping.Score(_values, _activeOwn);
        return _results[row];
    }
}
