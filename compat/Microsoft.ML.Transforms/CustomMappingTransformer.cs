using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly Action<TSrc, TDst> _mapAction;
    private readonly string _contractName;
    private readonly RowColumn[] _outputs;

    internal CustomMappingTransformer(Action<TSrc, TDst> mapAction, string contractName, SchemaDefinition inputDefinition, SchemaDefinition outputDefinition)
    {
        ArgumentNullException.ThrowIfNull(mapAction);
        _mapAction = mapAction;
        _contractName = contractName;
        InputDefinition = inputDefinition ?? SchemaDefinition.Create(typeof(TSrc), SchemaDefinition.Direction.Write);
        _outputs = RowColumn.Of(typeof(TDst), outputDefinition);
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal SchemaDefinition InputDefinition { get; }

    internal IEnumerable<DataViewSchema.DetachedColumn> OutputColumns => _outputs.Select(output => output.Definition);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Map(inputSchema).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedDataView(input, Map(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Map(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        if (string.IsNullOrEmpty(_contractName))
            throw new InvalidOperationException("Empty contract name for a transform: the transform cannot be saved");
        CustomMappingFile.Save(ctx, _contractName, _mapAction.Method.Module.Assembly.FullName);
    }

    private RowToRowMap Map(DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new RowToRowMap(schema, new Mapper(this, new RowFiller<TSrc>(schema, ignoreMissingColumns: false, InputDefinition)));
    }

    /// <summary>The code runs when the first output of a row is asked for, once for all of them.</summary>
    private sealed class Mapper(CustomMappingTransformer<TSrc, TDst> owner, RowFiller<TSrc> filler) : IRowMapper
    {
        public DataViewSchema.DetachedColumn[] GetOutputColumns() => [.. owner.OutputColumns];

        public IEnumerable<int> InputsOf(int output) => filler.Columns.Select(column => column.Index);

        public Delegate[] CreateGetters(DataViewRow input, Func<int, bool> isActive)
        {
            var getters = new Delegate[owner._outputs.Length];
            if (!Enumerable.Range(0, getters.Length).Any(isActive))
                return getters;
            var (source, destination, mapped) = (new TSrc(), new TDst(), -1L);
            var fill = filler.Bind(input);
            object Current()
            {
                if (mapped != input.Position)
                {
                    fill(source);
                    owner._mapAction(source, destination);
                    mapped = input.Position;
                }

                return destination;
            }

            for (var index = 0; index < getters.Length; index++)
                getters[index] = isActive(index) ? owner._outputs[index].Getter(Current) : null;
            return getters;
        }
    }
}
