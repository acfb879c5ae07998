namespace Microsoft.ML.Data;

/// <summary>The mappers of a chain as one: each works on the row of the one before it.</summary>
internal sealed class ChainedRowMapper : IRowToRowMapper
{
    private readonly IRowToRowMapper[] _mappers;

    public ChainedRowMapper(DataViewSchema inputSchema, IEnumerable<ITransformer> transformers)
    {
        InputSchema = OutputSchema = inputSchema;
        var mappers = new List<IRowToRowMapper>();
        foreach (var transformer in transformers)
        {
            mappers.Add(transformer.GetRowToRowMapper(OutputSchema));
            OutputSchema = mappers[^1].OutputSchema;
        }

        _mappers = [.. mappers];
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => NeededBefore(0, dependingColumns);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        var wanted = activeColumns.ToArray();
        var row = input;
        for (var index = 0; index < _mappers.Length; index++)
            row = _mappers[index].GetRow(row, NeededBefore(index + 1, wanted));
        return row;
    }

    /// <summary>The columns in front of the mapper <paramref name="first"/> that the columns wanted at the end come from.</summary>
    private IEnumerable<DataViewSchema.Column> NeededBefore(int first, IEnumerable<DataViewSchema.Column> wanted)
    {
        for (var index = _mappers.Length - 1; index >= first; index--)
            wanted = _mappers[index].GetDependencies(wanted);
        return wanted;
    }
}
