namespace Microsoft.ML.MultiFit;

/// <summary>One row of an input with our columns added; each position is scored once, however many columns are read.</summary>
internal sealed class ColumnMappingRow<TInput, TResult> : DataViewRow
{
    private readonly DataViewRow _input;
    private readonly BoundColumnMapping<TInput, TResult> _mapping;
    private readonly bool[] _active;
    private readonly TInput[] _value = new TInput[1];
    private readonly Func<TInput>? _read;
    private TResult[]? _results;
    private long _scoredPosition;

    public ColumnMappingRow(DataViewRow input, BoundColumnMapping<TInput, TResult> mapping, bool[] active)
    {
        (_input, _mapping, _active) = (input, mapping, active);
        if (active.Contains(true))
            _read = mapping.CreateReader(input);
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
            _value[0] = _read!();
            _results = _mapping.Score(_value, _active);
            _scoredPosition = _input.Position;
        }

        return _results[0];
    }
}
