using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Gives columns a second name.</summary>
public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    private readonly (string Output, string Input)[] _columns;

    internal ColumnCopyingEstimator(IHostEnvironment env, params (string Output, string Input)[] columns)
        : base(env, new ColumnCopyingTransformer(columns)) => _columns = columns;

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(_columns.Select(pair =>
    {
        var input = InputColumn.Find(inputSchema, pair.Input);
        return new SchemaShape.Column(pair.Output, input.Kind, input.ItemType, input.IsKey, input.Annotations);
    }));
}
