namespace Microsoft.ML.MultiFit;

/// <summary>One row of an input with our columns added; each position is scored once, however many columns are read.</summary>
internal sealed class TextMappingRow<TResult> : DataViewRow
{
    private readonly DataViewRow _input;
    private readonly BoundTextMapping<TResult> _mapping;
    private readonly bool[] _active;
    private readonly string[] _document = new string[1];
    private readonly ValueGetter<ReadOnlyMemory<char>>? _readText;
    private TResult[]? _results;
    private long _scoredPosition;

    public TextMappingRow(DataViewRow input, BoundTextMapping<TResult> mapping, bool[] active)
    {
        (_input, _mapping, _active) = (input, mapping, active);
        if (active.Contains(true))
            _readText = input.GetGetter<ReadOnlyMemory<char>>(input.Schema[mapping.TextColumn.Index]);
    }

    public override DataViewSchema Schema => _mapping.OutputSchema;

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override ValueGetter<Data.DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        int own = column.Index - _mapping.InputSchema.Count;
        return own >= 0 ? _active[own] : _input.IsColumnActive(_input.Schema[column.Index]);
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        _mapping.CheckGetter<TValue>(column, IsColumnActive(column));
        int own = column.Index - _mapping.InputSchema.Count;
        return own >= 0
            ? (ValueGetter<TValue>)_mapping.Columns[own].CreateGetter(Current)
            : _input.GetGetter<TValue>(_input.Schema[column.Index]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _input.Dispose();
        base.Dispose(disposing);
    }

    private TResult Current()
    {
        if (_results is null || _scoredPosition != _input.Position)
        {
            ReadOnlyMemory<char> text = default;
            _readText!(ref text);
            _document[0] = text.ToString();
            _results = _mapping.Score(_document, _active);
            _scoredPosition = _input.Position;
        }

        return _results[0];
    }
}
