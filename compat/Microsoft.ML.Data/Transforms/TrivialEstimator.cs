using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>An estimator that has nothing to learn: its transformer is there from the start.</summary>
public abstract class TrivialEstimator<TTransformer> : IEstimator<TTransformer>
    where TTransformer : class, ITransformer
{
    private protected TrivialEstimator(IHostEnvironment env, TTransformer transformer)
    {
        ArgumentNullException.ThrowIfNull(env);
        Transformer = transformer;
    }

    private protected TTransformer Transformer { get; }

    /// <summary>Lets the transformer check the schema.</summary>
    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Transformer.GetOutputSchema(input.Schema);
        return Transformer;
    }

    public abstract SchemaShape GetOutputSchema(SchemaShape inputSchema);
}
