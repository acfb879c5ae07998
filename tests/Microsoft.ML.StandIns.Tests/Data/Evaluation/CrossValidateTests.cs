using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.StandIns.Tests;

public sealed class CrossValidateTests
{
    private readonly MLContext _ml = new(1);
    private readonly IDataView _data;

    public CrossValidateTests() => _data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 300).Select(
        id => new Row { Id = id, Class = id % 3 == 0 ? "red" : "blue", Group = id / 4 }).ToArray());

    /// <summary>Always says class 0 with 3/4: right for one label of the two, whichever it is numbered.</summary>
    private IEstimator<ITransformer> Pipeline() => _ml.Transforms.Conversion
        .MapValueToKey("Label", "Class", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
        .Append(_ml.Transforms.CustomMapping<Nothing, Scores>((_, output) => (output.Score, output.PredictedLabel) = ([.75f, .25f], 1), null));

    [Fact]
    public void Every_fold_is_fitted_and_scored_on_what_it_has_not_seen()
    {
        var results = _ml.MulticlassClassification.CrossValidate(_data, Pipeline(), 3);
        Assert.Equal([0, 1, 2], results.Select(result => result.Fold));
        var scored = results.Select(result => _ml.Data.CreateEnumerable<Row>(result.ScoredHoldOutSet, false, ignoreMissingColumns: true).ToArray()).ToArray();
        Assert.Equal(Enumerable.Range(0, 300), scored.SelectMany(rows => rows.Select(row => row.Id)).Order());
        for (var fold = 0; fold < 3; fold++)
        {
            var blue = scored[fold].Count(row => row.Class == "blue") / (double)scored[fold].Length;
            Assert.Equal(blue, results[fold].Metrics.MicroAccuracy, 1e-9);
            Assert.Equal(.5, results[fold].Metrics.MacroAccuracy, 1e-9);
            Assert.Equal(-blue * Math.Log(.75) - (1 - blue) * Math.Log(.25), results[fold].Metrics.LogLoss, 1e-6);
            Assert.Equal(["Id", "Class", "Group", "Label", "Score", "PredictedLabel"], results[fold].ScoredHoldOutSet.Schema.Select(column => column.Name));
            Assert.Equal(_data.Schema.Count + 3, results[fold].Model.GetOutputSchema(_data.Schema).Count);
        }
    }

    [Fact]
    public void Groups_stay_in_one_fold()
    {
        var folds = _ml.MulticlassClassification.CrossValidate(_data, Pipeline(), 4, samplingKeyColumnName: "Group").Select(result =>
            _ml.Data.CreateEnumerable<Row>(result.ScoredHoldOutSet, false, ignoreMissingColumns: true).Select(row => row.Group).Distinct());
        Assert.Equal(Enumerable.Range(0, 75), folds.SelectMany(groups => groups).Order());
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.MulticlassClassification.CrossValidate(_data, Pipeline(), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.MulticlassClassification.CrossValidate(_data, Pipeline(), 3, "Nope"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.MulticlassClassification.CrossValidate(_data, Pipeline(), 3, samplingKeyColumnName: "Nope"));
        Assert.Throws<ArgumentNullException>(() => _ml.MulticlassClassification.CrossValidate(_data, null));
    }

    private sealed class Row
    {
        public int Id { get; set; }

        public string Class { get; set; } = "";

        public int Group { get; set; }
    }

    private sealed class Nothing;

    private sealed class Scores
    {
        [VectorType(2)]
        public float[] Score { get; set; } = [];

        [KeyType(2)]
        public uint PredictedLabel { get; set; }
    }
}
