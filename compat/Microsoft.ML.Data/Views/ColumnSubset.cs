namespace Microsoft.ML.Data;

/// <summary>Some of the input columns, in an order of its own.</summary>
internal sealed class ColumnSubset : IRowToRowMapper
{
    private readonly (bool IsInput, int Index)[] _sources;

    public ColumnSubset(DataViewSchema inputSchema, IEnumerable<DataViewSchema.Column> columns)
    {
        InputSchema = inputSchema;
        _sources = [.. columns.Select(column => (true, column.Index))];
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(_sources.Select(source => inputSchema[source.Index]));
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        dependingColumns.Select(column => InputSchema[_sources[column.Index].Index]);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        var active = new bool[_sources.Length];
        foreach (var column in activeColumns)
            active[column.Index] = true;
        return new MappedRow(input, OutputSchema, active, _sources, []);
    }
}
