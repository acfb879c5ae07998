using System.Globalization;
using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class MulticlassClassificationCatalog
{
    /// <summary>Everything is computed from the scores; the predicted label must be there but is not looked at.</summary>
    public MulticlassClassificationMetrics Evaluate(
        IDataView data,
        string labelColumnName = "Label",
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel",
        int topKPredictionCount = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        var label = Find(data.Schema, labelColumnName, "Label", nameof(labelColumnName));
        var score = Find(data.Schema, scoreColumnName, "Score", nameof(scoreColumnName));
        Find(data.Schema, predictedLabelColumnName, "PredictedLabel", nameof(predictedLabelColumnName));
        if (label.Type is not KeyDataViewType && label.Type != NumberDataViewType.Single)
            throw Mismatch("label", label, "Single or Key");
        if (score.Type is not VectorDataViewType { Size: >= 2 } vector || vector.ItemType != NumberDataViewType.Single)
            throw Mismatch("score", score, "vector of two or more items of type Single");

        var evaluator = new MulticlassEvaluator(vector.Size, topKPredictionCount);
        using var cursor = data.GetRowCursor([label, score]);
        var truth = (Func<double>)typeof(MulticlassClassificationCatalog).GetMethod(nameof(ClassOf), BindingFlags.NonPublic | BindingFlags.Static)
            .MakeGenericMethod(label.Type.RawType).Invoke(null, [cursor, label]);
        var scores = cursor.GetGetter<VBuffer<float>>(score);
        var (sparse, dense) = (default(VBuffer<float>), default(VBuffer<float>));
        while (cursor.MoveNext())
        {
            scores(ref sparse);
            sparse.CopyToDense(ref dense);
            evaluator.Add(truth(), dense.GetValues());
        }

        return evaluator.Metrics(ClassNames(score, vector.Size));
    }

    public IReadOnlyList<CrossValidationResult<MulticlassClassificationMetrics>> CrossValidate(
        IDataView data,
        IEstimator<ITransformer> estimator,
        int numberOfFolds = 5,
        string labelColumnName = "Label",
        string samplingKeyColumnName = null,
        int? seed = null) =>
        [.. CrossValidateTrain(data, estimator, numberOfFolds, samplingKeyColumnName, seed).Select((fold, index) =>
            new CrossValidationResult<MulticlassClassificationMetrics>(fold.Model, Evaluate(fold.Scored, labelColumnName), fold.Scored, index))];

    private static Func<double> ClassOf<T>(DataViewRow row, DataViewSchema.Column label)
    {
        var getter = row.GetGetter<T>(label);
        var offset = label.Type is KeyDataViewType ? 1 : 0;
        var value = default(T);
        return () =>
        {
            getter(ref value);
            return Convert.ToDouble(value, CultureInfo.InvariantCulture) - offset;
        };
    }

    private static string[] ClassNames(DataViewSchema.Column score, int count)
    {
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        if (score.HasSlotNames())
            score.GetSlotNames(ref names);
        return names.Length == count
            ? [.. names.DenseValues().Select(name => name.ToString())]
            : [.. Enumerable.Range(0, count).Select(index => index.ToString(CultureInfo.InvariantCulture))];
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string name, string role, string parameter)
    {
        if (string.IsNullOrEmpty(name))
            throw new ArgumentOutOfRangeException(parameter, $"{parameter} cannot be null or empty");
        return schema.GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException(nameof(schema), $"{name} column '{role}' not found");
    }

    private static ArgumentOutOfRangeException Mismatch(string role, DataViewSchema.Column column, string expected) =>
        new("schema", $"Schema mismatch for {role} column '{column.Name}': expected {expected}, got {column.Type}");
}
