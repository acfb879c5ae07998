namespace Microsoft.ML.Data;

/// <summary>All input columns and those that a mapper adds. An added column stands right behind the one of the same name that it hides.</summary>
internal sealed class RowToRowMap : IRowToRowMapper
{
    private readonly IRowMapper _mapper;
    private readonly (bool IsInput, int Index)[] _sources;

    public RowToRowMap(DataViewSchema inputSchema, IRowMapper mapper)
    {
        InputSchema = inputSchema;
        _mapper = mapper;
        var added = mapper.GetOutputColumns();
        var sources = new List<(bool IsInput, int Index)>();
        var places = Enumerable.Range(0, added.Length).ToLookup(index => inputSchema.GetColumnOrNull(added[index].Name)?.Index ?? inputSchema.Count);
        for (var index = 0; index <= inputSchema.Count; index++)
        {
            if (index < inputSchema.Count)
                sources.Add((true, index));
            sources.AddRange(places[index].Select(place => (false, place)));
        }

        _sources = [.. sources];
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(_sources.Select(source => source.IsInput ? new DataViewSchema.DetachedColumn(inputSchema[source.Index]) : added[source.Index]));
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        dependingColumns.Select(column => _sources[column.Index])
            .SelectMany(source => source.IsInput ? [source.Index] : _mapper.InputsOf(source.Index))
            .Distinct().Order().Select(index => InputSchema[index]);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        var active = new bool[_sources.Length];
        foreach (var column in activeColumns)
            active[column.Index] = true;
        var added = _sources.Select((source, index) => (source, index)).Where(item => !item.source.IsInput && active[item.index])
            .Select(item => item.source.Index).ToHashSet();
        return new MappedRow(input, OutputSchema, active, _sources, _mapper.CreateGetters(input, added.Contains));
    }
}
