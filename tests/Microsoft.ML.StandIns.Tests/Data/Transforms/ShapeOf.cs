using Microsoft.ML.Data;

namespace Microsoft.ML.StandIns.Tests;

/// <summary>The shape of a view: what an estimator is given when the chain it stands in is fitted.</summary>
internal sealed class ShapeOf : IEstimator<ITransformer>
{
    private SchemaShape _seen;

    public static SchemaShape View(MLContext ml, IDataView data)
    {
        var probe = new ShapeOf();
        probe.Append(ml.Transforms.CopyColumns(data.Schema[0].Name, data.Schema[0].Name)).Fit(data);
        return probe._seen;
    }

    public ITransformer Fit(IDataView input) => new TransformerChain<ITransformer>();

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _seen = inputSchema;
}
