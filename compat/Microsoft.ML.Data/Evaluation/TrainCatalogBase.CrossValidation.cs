namespace Microsoft.ML;

public abstract partial class TrainCatalogBase
{
    /// <summary>Fits on every fold's training set, then scores what each has left out.</summary>
    private protected List<(ITransformer Model, IDataView Scored)> CrossValidateTrain(
        IDataView data, IEstimator<ITransformer> estimator, int numFolds, string samplingKeyColumn, int? seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(estimator);
        if (numFolds <= 1)
            throw new ArgumentOutOfRangeException(nameof(numFolds), "Must be more than 1");
        return DataOperationsCatalog.Folds(data, numFolds, samplingKeyColumn, DataOperationsCatalog.SplitSeed(Environment, seed)).ConvertAll(fold =>
        {
            var model = estimator.Fit(fold.TrainSet);
            return (model, model.Transform(fold.TestSet));
        });
    }

    /// <summary>The model of one fold and how good it is on the rows that it has not seen.</summary>
    public sealed class CrossValidationResult<T>
        where T : class
    {
        public readonly ITransformer Model;
        public readonly T Metrics;
        public readonly IDataView ScoredHoldOutSet;
        public readonly int Fold;

        internal CrossValidationResult(ITransformer model, T metrics, IDataView scores, int fold)
        {
            Model = model;
            Metrics = metrics;
            ScoredHoldOutSet = scores;
            Fold = fold;
        }
    }
}
