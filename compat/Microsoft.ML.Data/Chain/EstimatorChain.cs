using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Estimators that are fitted one after the other, each on what the ones before it make of the data.</summary>
public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    private readonly IHostEnvironment _cacheEnvironment;
    private readonly Link[] _links;

    public readonly IEstimator<TLastTransformer> LastEstimator;

    public EstimatorChain()
        : this(null, [], null)
    {
    }

    private EstimatorChain(IHostEnvironment cacheEnvironment, Link[] links, IEstimator<TLastTransformer> last)
    {
        _cacheEnvironment = cacheEnvironment;
        _links = links;
        LastEstimator = last;
    }

    private readonly record struct Link(IEstimator<ITransformer> Estimator, TransformerScope Scope, bool CacheAfter);

    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        // An impossible pipeline fails here, before the first estimator spends any work.
        GetOutputSchema(SchemaShape.Create(input.Schema));

        var transformers = new ITransformer[_links.Length];
        var data = input;
        for (var index = 0; index < _links.Length; index++)
        {
            transformers[index] = _links[index].Estimator.Fit(data);
            data = transformers[index].Transform(data);
            if (_links[index].CacheAfter)
                data = new DataOperationsCatalog(_cacheEnvironment).Cache(data);
        }

        return new TransformerChain<TLastTransformer>(transformers, _links.Select(link => link.Scope));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        _links.Aggregate(inputSchema, (schema, link) => link.Estimator.GetOutputSchema(schema));

    public EstimatorChain<TNewTrans> Append<TNewTrans>(IEstimator<TNewTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TNewTrans : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(estimator);
        EstimatorChain<TNewTrans>.Link[] links =
        [
            .. _links.Select(link => new EstimatorChain<TNewTrans>.Link(link.Estimator, link.Scope, link.CacheAfter)),
            new(estimator, scope, CacheAfter: false),
        ];
        return new EstimatorChain<TNewTrans>(_cacheEnvironment, links, estimator);
    }

    public EstimatorChain<TLastTransformer> AppendCacheCheckpoint(IHostEnvironment env)
    {
        ArgumentNullException.ThrowIfNull(env);
        if (_links.Length == 0)
            throw new InvalidOperationException("Current estimator chain has no estimator, can't append cache checkpoint.");
        return new EstimatorChain<TLastTransformer>(env, [.. _links[..^1], _links[^1] with { CacheAfter = true }], LastEstimator);
    }
}
