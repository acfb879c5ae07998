using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

public class MultinomialLogisticRegressionTrainerTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void Learns_is_saved_and_predicts_in_another_context()
    {
        var train = Mapped(Rows(90));
        var model = Trainer().Fit(train);
        var metrics = _ml.MulticlassClassification.Evaluate(model.Transform(train));
        Assert.InRange(metrics.MicroAccuracy, 0.95, 1);
        Assert.InRange(metrics.LogLoss, 0, 0.3);
        var loaded = Assert.IsType<VectorClassifierTransformer>(SavedModel.Load(new MLContext(), SavedModel.Save(_ml, model, train.Schema)));
        Assert.Equal(model.Transform(train).GetColumn<float[]>("Score"), loaded.Transform(train).GetColumn<float[]>("Score"));
        Assert.Equal(
            ("Features", "Score", "PredictedLabel", "Probability"),
            (loaded.FeatureColumnName, loaded.ScoreColumnName, loaded.PredictedLabelColumnName, loaded.ProbabilityColumnName));
    }

    [Fact]
    public void The_columns_have_the_labels_values()
    {
        var train = Mapped(Rows(30));
        var schema = Trainer().Fit(train).GetOutputSchema(train.Schema);
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["Score"].Annotations.GetValue("SlotNames", ref names);
        Assert.Equal(LabeledText.Classes, names.DenseValues().Select(name => name.ToString()));
        schema["PredictedLabel"].Annotations.GetValue("KeyValues", ref names);
        Assert.Equal(LabeledText.Classes, names.DenseValues().Select(name => name.ToString()));

        var shape = _ml.Transforms.Conversion.MapValueToKey("Label").GetOutputSchema(Shapes.Of(("Label", TextDataViewType.Instance, false)));
        Assert.StartsWith("Could not find feature column 'Features'", Assert.Throws<ArgumentOutOfRangeException>(() => Trainer().GetOutputSchema(shape)).Message);
    }

    [Fact]
    public void Features_of_another_kind_or_length_are_refused()
    {
        var train = Mapped(Rows(30));
        var noVector = Options();
        noVector.FeatureColumnName = "Weight";
        Assert.StartsWith(
            "Schema mismatch for feature column 'Weight': expected known-size vector of Single, got Single",
            Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(noVector).Fit(train)).Message);
        var model = Trainer().Fit(train);
        var longer = _ml.Data.LoadFromEnumerable([new LongerRow()]);
        Assert.StartsWith(
            "Schema mismatch for feature column 'Features': expected Vector<Single, 2>", Assert.Throws<ArgumentOutOfRangeException>(() => model.Transform(longer)).Message);
    }

    [Fact]
    public void Rows_that_teach_nothing_are_refused()
    {
        var one = Mapped(Rows(30).Select(row => new LabeledFeatures { Label = "sport", Features = row.Features }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Trainer().Fit(one));
        var rows = Rows(30);
        rows[4].Features[1] = float.NaN;
        Assert.Contains("labelled row 5", Assert.Throws<InvalidDataException>(() => Trainer().Fit(Mapped(rows))).Message);
        var weightless = Rows(30);
        foreach (var row in weightless.Where(row => row.Label != "sport"))
            row.Weight = 0;
        var options = Options();
        options.ExampleWeightColumnName = "Weight";
        Assert.Contains("same label", Assert.Throws<InvalidDataException>(() => Trainer(options).Fit(Mapped(weightless))).Message);
    }

    [Fact]
    public void Damaged_weights_are_refused_by_name()
    {
        var train = Mapped(Rows(30));
        var bytes = SavedModel.Save(_ml, Trainer().Fit(train), train.Schema);
        foreach (var name in new[] { "classifier.json", "classifier.safetensors" })
            Assert.Contains(name, SavedModel.LoadError(_ml, SavedModel.Change(bytes, name, content => content[..^5])));
    }

    [Fact]
    public void Wrong_options_are_all_named_at_once()
    {
        var options = Options();
        options.LabelColumnName = "";
        options.Regression = new() { L2Regularization = 0, FoldCount = 1, Tolerance = double.NaN, MaxIterations = 0, ThreadCount = 0 };
        var message = Assert.Throws<ArgumentException>(() => Trainer(options)).Message;
        foreach (var name in new[] { "LabelColumnName", "L2Regularization", "FoldCount", "Tolerance", "MaxIterations", "ThreadCount" })
            Assert.Contains(name, message);
        Assert.Throws<ArgumentException>(() => _ml.MulticlassClassification.Trainers.MultinomialLogisticRegression(l2Regularization: -1));
    }

    private static MultinomialLogisticRegressionTrainer.Options Options() => new();

    private MultinomialLogisticRegressionTrainer Trainer(MultinomialLogisticRegressionTrainer.Options? options = null) =>
        _ml.MulticlassClassification.Trainers.MultinomialLogisticRegression(options ?? Options());

    private IDataView Mapped(IEnumerable<LabeledFeatures> rows) => LabeledFeatures.Mapped(_ml, rows);

    private static List<LabeledFeatures> Rows(int count) => LabeledFeatures.Rows(count);

    private sealed class LongerRow
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [1, 2, 3];
    }
}
