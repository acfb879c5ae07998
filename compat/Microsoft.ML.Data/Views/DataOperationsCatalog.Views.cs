using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new CacheDataView(input, [.. (columnsToPrefetch ?? []).Select(name => input.Schema.GetColumnOrNull(name)?.Index
            ?? throw new ArgumentOutOfRangeException(nameof(columnsToPrefetch), $"Could not find prefetch column '{name}'"))]);
    }

    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (shufflePoolSize <= 0)
            throw new ArgumentOutOfRangeException(nameof(shufflePoolSize), "Must be positive");
        return new ShuffledDataView(input, SeedOr(seed), shufflePoolSize, shuffleSource);
    }

    public IDataView TakeRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (count <= 0)
            throw new ArgumentOutOfRangeException(nameof(count), "Must be greater than zero.");
        return new RowRangeView(input, 0, count);
    }

    public IDataView SkipRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (count <= 0)
            throw new ArgumentOutOfRangeException(nameof(count), "Must be greater than zero.");
        return new RowRangeView(input, count, long.MaxValue);
    }

    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(testFraction > 0 && testFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(testFraction), "Must be between 0 and 1 exclusive");
        var key = new SamplingKey(data.Schema, samplingKeyColumnName, SeedOr(seed));
        return new TrainTestData(
            new SampledDataView(data, key, 0, testFraction, complement: true), new SampledDataView(data, key, 0, testFraction, complement: false));
    }

    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (numberOfFolds <= 1)
            throw new ArgumentOutOfRangeException(nameof(numberOfFolds), "Must be more than 1");
        return Folds(data, numberOfFolds, samplingKeyColumnName, SeedOr(seed));
    }

    /// <summary>Splits whose test sets divide the data.</summary>
    internal static List<TrainTestData> Folds(IDataView data, int count, string samplingKeyColumnName, int seed)
    {
        var key = new SamplingKey(data.Schema, samplingKeyColumnName, seed);
        var folds = new List<TrainTestData>();
        for (var fold = 0; fold < count; fold++)
        {
            var (min, max) = (fold == 0 ? double.NegativeInfinity : (double)fold / count, fold == count - 1 ? double.PositiveInfinity : (fold + 1.0) / count);
            folds.Add(new TrainTestData(new SampledDataView(data, key, min, max, complement: true), new SampledDataView(data, key, min, max, complement: false)));
        }

        return folds;
    }

    private int SeedOr(int? seed) => SplitSeed(_env, seed);

    /// <summary>The given seed, else that of the environment, else a random one.</summary>
    internal static int SplitSeed(IHostEnvironment env, int? seed) =>
        seed ?? (env as IHostEnvironmentInternal)?.Seed ?? env.Register("Sampling").Rand.Next();

    public struct TrainTestData
    {
        public readonly IDataView TrainSet;
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }
    }
}
