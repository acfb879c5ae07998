using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Keeps the named columns, or drops them.</summary>
public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    internal ColumnSelectingEstimator(IHostEnvironment env, string[] keep, string[] drop, bool keepHidden)
        : base(env, new ColumnSelectingTransformer(keep, drop, keepHidden))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        foreach (var name in Transformer.Names)
            InputColumn.Find(inputSchema, name);
        return new SchemaShape(inputSchema.Where(column => Transformer.Names.Contains(column.Name) == Transformer.Keeps));
    }
}
