using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

public class MultilayerPerceptronTrainerTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void Learns_is_saved_and_predicts_in_another_context()
    {
        var train = Mapped(LabeledFeatures.Rows(90, 1));
        var model = Trainer(Options()).Fit(train);
        var metrics = _ml.MulticlassClassification.Evaluate(model.Transform(train));
        Assert.InRange(metrics.MicroAccuracy, 0.95, 1);
        Assert.InRange(metrics.LogLoss, 0, 0.4);
        var loaded = Assert.IsType<VectorClassifierTransformer>(SavedModel.Load(new MLContext(), SavedModel.Save(_ml, model, train.Schema)));
        Assert.Equal(model.Transform(train).GetColumn<float[]>("Score"), loaded.Transform(train).GetColumn<float[]>("Score"));
        Assert.Equal(
            ("Features", "Score", "PredictedLabel", "Probability"),
            (loaded.FeatureColumnName, loaded.ScoreColumnName, loaded.PredictedLabelColumnName, loaded.ProbabilityColumnName));
        Assert.Equal([5, 3], loaded.Model.Layers.Take(2).Select(layer => layer.Bias.Values.Length));
    }

    [Fact]
    public void Equal_options_give_equal_models()
    {
        var train = Mapped(LabeledFeatures.Rows(40, 1));
        var scores = Trainer(Options()).Fit(train).Transform(train).GetColumn<float[]>("Score").ToList();
        Assert.Equal(scores, Trainer(Options()).Fit(train).Transform(train).GetColumn<float[]>("Score"));
        var other = Options();
        other.Network = other.Network with { Seed = 2 };
        Assert.NotEqual(scores, Trainer(other).Fit(train).Transform(train).GetColumn<float[]>("Score"));
    }

    [Fact]
    public void A_validation_set_with_bare_labels_chooses_the_epoch()
    {
        var train = Mapped(LabeledFeatures.Rows(40, 1));
        var options = Options();
        var steps = new Steps();
        (options.ValidationSet, options.Progress) = (_ml.Data.LoadFromEnumerable(LabeledFeatures.Rows(30, 2)), steps);
        var model = Trainer(options).Fit(train);
        double best = steps.Reports.Max(report => report.ValidationAccuracy!.Value);
        var keyed = model.Transform(Mapped(LabeledFeatures.Rows(30, 2)));
        Assert.Equal(best, _ml.MulticlassClassification.Evaluate(keyed).MicroAccuracy, 6);
        Assert.Equal(options.Network.Epochs, steps.Reports.Count);
    }

    [Fact]
    public void Rows_and_columns_that_teach_nothing_are_refused()
    {
        var rows = LabeledFeatures.Rows(20, 1);
        rows[3].Features[0] = float.NaN;
        Assert.Contains("labelled row 4", Assert.Throws<InvalidDataException>(() => Trainer(Options()).Fit(Mapped(rows))).Message);
        var options = Options();
        options.FeatureColumnName = "Label";
        Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(options).Fit(Mapped(LabeledFeatures.Rows(20, 1))));
        Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(Options()).GetOutputSchema(Shapes.Of(("Label", TextDataViewType.Instance, false))));
        options.FeatureColumnName = "Features";
        options.ValidationSet = _ml.Data.LoadFromEnumerable([new { Label = "sport", Features = 1f }]);
        Assert.Contains("'Features'", Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(options).Fit(Mapped(LabeledFeatures.Rows(20, 1)))).Message);
    }

    [Theory]
    [InlineData("classifier.json")]
    [InlineData("classifier.safetensors")]
    public void Damaged_entries_are_refused_by_name(string entry)
    {
        var train = Mapped(LabeledFeatures.Rows(20, 1));
        var bytes = SavedModel.Save(_ml, Trainer(Options()).Fit(train), train.Schema);
        Assert.Contains(entry, SavedModel.LoadError(_ml, SavedModel.Change(bytes, entry, content => content[..^5])));
    }

    [Fact]
    public void Wrong_options_are_all_named_at_once()
    {
        var options = new MultilayerPerceptronTrainer.Options
        {
            ScoreColumnName = "",
            Network = new() { HiddenSizes = [0], Dropout = 1, Epochs = 0, BatchSize = 0, LearningRate = double.NaN },
        };
        var message = Assert.Throws<ArgumentException>(() => Trainer(options)).Message;
        foreach (var name in new[] { "ScoreColumnName", "HiddenSizes", "Dropout", "Epochs", "BatchSize", "LearningRate" })
            Assert.Contains(name, message);
        Assert.Equal([10, 8], new MultilayerPerceptronTrainer.Options().Network.HiddenSizes);
    }

    private static MultilayerPerceptronTrainer.Options Options() =>
        new() { Network = new() { HiddenSizes = [5, 3], Epochs = 60, LearningRate = 0.02, Dropout = 0.1 } };

    private MultilayerPerceptronTrainer Trainer(MultilayerPerceptronTrainer.Options options) =>
        _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options);

    private IDataView Mapped(IEnumerable<LabeledFeatures> rows) => LabeledFeatures.Mapped(_ml, rows);
}
