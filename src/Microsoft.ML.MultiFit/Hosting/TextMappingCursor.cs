using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Reads a block of rows ahead, so that their documents are scored together. Every value asked for is copied, because the source may overwrite
/// what it gave when it moves on.
/// </summary>
internal sealed class TextMappingCursor<TResult> : DataViewRowCursor
{
    // The first block is small, so that looking at a few rows costs little; the text of a block is bounded, so that long documents do not pile up.
    private const int FirstBlockRows = 8;
    private const int LargestBlockRows = 128;
    private const int BlockCharacters = 1 << 22;

    private readonly DataViewRowCursor _source;
    private readonly BoundTextMapping<TResult> _mapping;
    private readonly bool[] _activeOwn;
    private readonly ColumnBuffer?[] _buffers;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _readText;
    private readonly ValueGetter<DataViewRowId> _readId;
    private readonly List<string> _texts = [];
    private readonly List<(long Batch, DataViewRowId Id)> _rows = [];
    private TResult[]? _results;
    private int _row = -1;
    private int _blockRows = FirstBlockRows;
    private long _position = -1;
    private bool _ended;

    public TextMappingCursor(DataViewRowCursor source, BoundTextMapping<TResult> mapping, IReadOnlyList<DataViewSchema.Column> wanted)
    {
        (_source, _mapping) = (source, mapping);
        _activeOwn = mapping.OwnColumns(wanted);
        _buffers = new ColumnBuffer?[mapping.InputSchema.Count];
        foreach (int index in wanted.Select(column => column.Index).Where(index => index < _buffers.Length))
            _buffers[index] ??= ColumnBuffer.Create(source, source.Schema[index]);
        if (_activeOwn.Contains(true))
            _readText = source.GetGetter<ReadOnlyMemory<char>>(source.Schema[mapping.TextColumn.Index]);
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
        _texts.Clear();
        _rows.Clear();
        (_results, _row) = (null, 0);
        foreach (var buffer in _buffers)
            buffer?.Clear();

        ReadOnlyMemory<char> text = default;
        DataViewRowId id = default;
        int characters = 0;
        while (_rows.Count < _blockRows && characters < BlockCharacters && _source.MoveNext())
        {
            foreach (var buffer in _buffers)
                buffer?.Add();
            if (_readText is not null)
            {
                _readText(ref text);
                _texts.Add(text.ToString());
                characters += text.Length;
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
        _results ??= _mapping.Score(_texts, _activeOwn);
        return _results[row];
    }
}
