using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

[Collection(nameof(TorchCollection))]
public class MultiFitTrainerTests
{
    private static readonly LanguageModel s_model =
        LanguageModel.CreateRandom(new() { EmbeddingSize = 12, HiddenSize = 16, LayerCount = 2 }, new TextRules(), RandomModels.Vocabulary(50), seed: 1);

    private readonly MLContext _ml = new(1);

    [Fact]
    public void A_pipeline_learns_is_saved_and_predicts_in_another_context()
    {
        var train = Load(LabeledText.Rows(60));
        var pipeline = _ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(Trainer(Options(epochs: 12)))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var model = pipeline.Fit(train);
        var test = LabeledText.Rows(30, seed: 9);
        var metrics = _ml.MulticlassClassification.Evaluate(model.Transform(Load(test)));
        Assert.InRange(metrics.MicroAccuracy, 0.9, 1);
        Assert.InRange(metrics.LogLoss, 0, 0.8);

        var other = new MLContext();
        var loaded = SavedModel.Load(other, SavedModel.Save(_ml, model, train.Schema));
        Assert.Equal(Scores(model, Load(test)), Scores(loaded, Load(test)));
        using var engine = other.Model.CreatePredictionEngine<LabeledText, Prediction>(loaded);
        Assert.Equal(
            model.Transform(Load(test)).GetColumn<string>("PredictedLabel"), test.Select(row => engine.Predict(new LabeledText { Text = row.Text }).PredictedLabel));
    }

    [Fact]
    public void The_short_overload_names_its_columns()
    {
        var data = Mapped(LabeledText.Rows(12));
        var validation = Load(LabeledText.Rows(6, seed: 2));
        var model = _ml.MulticlassClassification.Trainers.MultiFit("Label", "Text", s_model, "Scores", "Guess", epochs: 1, validationSet: validation).Fit(data);
        Assert.Equal(("Scores", "Guess", "Probability"), (model.ScoreColumnName, model.PredictedLabelColumnName, model.ProbabilityColumnName));
        Assert.Equal(1, model.Model.LanguageModel.Provenance.Stages.Single().Epochs);
        Assert.Equal(12, model.Transform(data).GetColumn<uint>("Guess").Count());
    }

    [Fact]
    public void One_trainer_fits_any_number_of_times()
    {
        var trainer = Trainer(Options(epochs: 1));
        var (first, second) = (Mapped(LabeledText.Rows(12)), Mapped(LabeledText.Rows(14, classCount: 2)));
        var model = trainer.Fit(first);
        Assert.Equal(3, model.Model.ClassCount);
        Assert.Equal(2, trainer.Fit(second).Model.ClassCount);
        Assert.Equal(Scores(model, first), Scores(trainer.Fit(first), first));
    }

    [Fact]
    public void Equal_seeds_give_equal_models_and_others_do_not()
    {
        var data = Mapped(LabeledText.Rows(12));
        var expected = Scores(Trainer(Options(epochs: 1)).Fit(data), data);
        var other = new MLContext(99);
        Assert.Equal(expected, Scores(other.MulticlassClassification.Trainers.MultiFit(Options(epochs: 1)).Fit(data), data));
        var options = Options(epochs: 1);
        options.Seed = 4;
        Assert.NotEqual(expected, Scores(Trainer(options).Fit(data), data));

        // Without a seed of its own the trainer draws one from the context, and says which.
        options.Seed = null;
        var (first, second) = (new MLContext(7), new MLContext(7));
        var lines = Lines(first);
        Assert.Equal(
            Scores(first.MulticlassClassification.Trainers.MultiFit(options).Fit(data), data),
            Scores(second.MulticlassClassification.Trainers.MultiFit(options).Fit(data), data));
        Assert.Single(lines, line => line.StartsWith("seed ", StringComparison.Ordinal));
    }

    [Fact]
    public void Finished_stages_keep_their_checkpoints_until_the_model_is_there()
    {
        using var folder = new TemporaryFolder();
        var backward = LanguageModel.CreateRandom(s_model.Architecture with { Direction = TextDirection.Backward }, s_model.TextRules, s_model.Vocabulary, seed: 2);
        var data = Mapped(LabeledText.Rows(24));
        var expected = Scores(Trainer(Both(null)).Fit(data), data);

        // Cancelled in the last of the four stages.
        using var cancel = new CancellationTokenSource();
        var interrupted = Both(cancel);
        interrupted.CancellationToken = cancel.Token;
        var begun = (Steps)interrupted.Progress!;
        Assert.ThrowsAny<OperationCanceledException>(() => Trainer(interrupted).Fit(data));
        Assert.Equal(["cls", "cls.backward", "lm", "lm.backward"], folder.FileNames.Order());

        // Nothing that was done is done again, and nothing is left behind.
        var resumed = Both(null);
        var goingOn = new Steps();
        resumed.Progress = goingOn;
        Assert.Equal(expected, Scores(Trainer(resumed).Fit(data), data));
        const string LastStage = "backward classifier";
        Assert.Contains(goingOn.Reports, report => report.Stage == LastStage);

        // A step that was done again would have another speed.
        Assert.All(goingOn.Reports.Where(report => report.Stage != LastStage), report => Assert.Contains(report, begun.Reports));
        Assert.Empty(folder.FileNames);

        MultiFitTrainer.Options Both(CancellationTokenSource? end)
        {
            var options = Options(epochs: 2);
            options.BackwardLanguageModel = backward;
            options.FineTuning = new() { Training = new() { Epochs = 1, BatchSize = 4, ThreadCount = 1, Checkpoint = new() { Path = folder.File("lm") } } };
            options.Classifier = options.Classifier with { Training = options.Classifier.Training with { Checkpoint = new() { Path = folder.File("cls") } } };
            if (end is not null)
            {
                options.Progress = new Steps(report =>
                {
                    if (report is { Stage: "backward classifier", Epoch: 2 })
                        end.Cancel();
                });
            }

            return options;
        }
    }

    [Fact]
    public void Cross_validation_counts_classes_by_the_key()
    {
        // One row of the third class: in most folds it is missing from the training data.
        var rows = LabeledText.Rows(30, classCount: 2);
        rows[7].Label = "music";
        var results = _ml.MulticlassClassification.CrossValidate(Mapped(rows), Trainer(Options(epochs: 2)), numberOfFolds: 3);
        Assert.Equal(3, results.Count);
        Assert.All(results, result =>
        {
            Assert.Equal(3, ((MultiFitTransformer)result.Model).Model.ClassCount);
            Assert.Equal(3, result.Metrics.PerClassLogLoss.Count);
            Assert.True(double.IsFinite(result.Metrics.LogLoss));
        });

        var pipeline = _ml.Transforms.Conversion.MapValueToKey("Label").AppendCacheCheckpoint(_ml).Append(Trainer(Options(epochs: 1)));
        Assert.Equal(2, _ml.MulticlassClassification.CrossValidate(Load(rows), pipeline, numberOfFolds: 2).Count);
    }

    [Fact]
    public void Schema_errors_are_those_of_mlnet_before_and_after_the_data()
    {
        var data = Mapped(LabeledText.Rows(6));
        var text = TextDataViewType.Instance;
        var single = NumberDataViewType.Single;
        var key = NumberDataViewType.UInt32;
        var cases = new (SchemaShape Shape, IDataView Data, Action<MultiFitTrainer.Options> Change, string Message)[]
        {
            (Shapes.Of(("Label", text, false), ("Text", text, false)), Load(LabeledText.Rows(6)), _ => { }, "Schema mismatch for label column 'Label': expected Key, got String"),
            (Shapes.Of(("Label", key, true), ("Weight", single, false)), data, options => options.TextColumnName = "Weight", "Schema mismatch for text column 'Weight': expected String, got Single"),
            (Shapes.Of(("Text", text, false)), data, options => options.LabelColumnName = "Nothing", "Could not find label column 'Nothing'"),
            (Shapes.Of(("Label", key, true)), data, options => options.TextColumnName = "Nothing", "Could not find text column 'Nothing'"),
            (Shapes.Of(("Label", key, true), ("Text", text, false)), data, options => options.ExampleWeightColumnName = "Text", "Schema mismatch for weight column 'Text': expected Single, got String"),
        };
        foreach (var (shape, view, change, message) in cases)
        {
            var options = Options(epochs: 1);
            change(options);
            var trainer = Trainer(options);
            Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => trainer.GetOutputSchema(shape)).Message);
            Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(view)).Message);
        }
    }

    [Fact]
    public void The_shape_before_the_data_has_the_schemas_columns_and_annotations()
    {
        var data = Mapped(LabeledText.Rows(6));
        var shape = _ml.Transforms.Conversion.MapValueToKey("Label").GetOutputSchema(Shapes.Of(("Label", TextDataViewType.Instance, false), ("Text", TextDataViewType.Instance, false)));
        var trainer = Trainer(Options(epochs: 1));
        var columns = trainer.GetOutputSchema(shape).ToDictionary(column => column.Name);
        var schema = trainer.Fit(data).GetOutputSchema(data.Schema);
        Assert.Equal((SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true), (columns["PredictedLabel"].Kind, columns["PredictedLabel"].ItemType, columns["PredictedLabel"].IsKey));
        Assert.Equal((SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false), (columns["Score"].Kind, columns["Score"].ItemType, columns["Score"].IsKey));
        Assert.Equal((SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false), (columns["Probability"].Kind, columns["Probability"].ItemType, columns["Probability"].IsKey));
        foreach (var name in new[] { "PredictedLabel", "Score", "Probability" })
            Assert.Equal(schema[name].Annotations.Schema.Select(annotation => annotation.Name).Order(), columns[name].Annotations.Select(annotation => annotation.Name).Order());
        Assert.Contains("Text", columns.Keys);
    }

    [Fact]
    public void Wrong_options_are_all_named_at_once()
    {
        var options = Options(epochs: 0);
        options.LanguageModel = null;
        options.TextColumnName = "";
        options.ThreadCount = 0;
        options.Classifier = options.Classifier with { HeadDropout = double.NaN, Training = options.Classifier.Training with { LearningRate = double.NaN } };
        options.FineTuning = new() { Training = new() { WeightDecay = double.NaN } };
        var message = Assert.Throws<ArgumentException>(() => Trainer(options)).Message;
        foreach (var name in new[] { "LanguageModel", "TextColumnName", "ThreadCount", "Epochs", "HeadDropout", "LearningRate", "WeightDecay" })
            Assert.Contains(name, message);

        var unused = Options(epochs: 1);
        unused.UnlabeledText = Load(LabeledText.Rows(1));
        Assert.Contains("FineTuning", Assert.Throws<ArgumentException>(() => Trainer(unused)).Message);
        var weights = Options(epochs: 1);
        weights.Classifier = weights.Classifier with { ClassWeights = [1, 2] };
        Assert.Contains("2 classes", Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(weights).Fit(Mapped(LabeledText.Rows(6)))).Message);
    }

    [Fact]
    public void Data_without_anything_to_tell_apart_is_refused()
    {
        var trainer = Trainer(Options(epochs: 1));
        Assert.Contains("at least 2 classes", Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(Mapped(LabeledText.Rows(6, classCount: 1)))).Message);
        var keys = _ml.Transforms.Conversion.MapValueToKey("Label").Fit(Load(LabeledText.Rows(6)));
        Assert.Contains("no rows with a label in column 'Label'", Assert.Throws<InvalidDataException>(() => trainer.Fit(keys.Transform(Load([])))).Message);
        Assert.Contains("All 5 labelled rows", Assert.Throws<InvalidDataException>(() => trainer.Fit(keys.Transform(Load(LabeledText.Rows(5, classCount: 1))))).Message);
        var unknown = LabeledText.Rows(5);
        unknown.ForEach(row => row.Label = "unheard of");
        Assert.Contains("no rows with a label", Assert.Throws<InvalidDataException>(() => trainer.Fit(keys.Transform(Load(unknown)))).Message);
    }

    [Fact]
    public void Rows_without_label_or_weight_are_left_out_and_counted()
    {
        var rows = LabeledText.Rows(12);
        var extra = LabeledText.Rows(5, seed: 8);
        extra.ForEach(row => row.Label = "unheard of");
        extra[0].Label = "sport";
        extra[0].Weight = 0;
        var keys = _ml.Transforms.Conversion.MapValueToKey("Label").Fit(Load(rows));
        var options = Options(epochs: 1);
        options.ExampleWeightColumnName = "Weight";
        var lines = Lines(_ml);
        var model = Trainer(options).Fit(keys.Transform(Load([.. rows, .. extra])));
        Assert.Contains(lines, line => line.StartsWith("4 rows were left out because column 'Label'", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("1 rows were left out because column 'Weight'", StringComparison.Ordinal));
        var data = keys.Transform(Load(rows));
        Assert.Equal(Scores(Trainer(options).Fit(data), data), Scores(model, data));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-1f)]
    [InlineData(float.PositiveInfinity)]
    public void A_weight_that_is_none_is_refused_by_row(float weight)
    {
        var rows = LabeledText.Rows(6);
        rows[4].Weight = weight;
        var options = Options(epochs: 1);
        options.ExampleWeightColumnName = "Weight";
        Assert.Contains("Column 'Weight', row 5", Assert.Throws<InvalidDataException>(() => Trainer(options).Fit(Mapped(rows))).Message);
    }

    [Fact]
    public void Empty_and_missing_texts_are_documents()
    {
        var rows = LabeledText.Rows(9);
        (rows[0].Text, rows[1].Text, rows[2].Text) = (null, "", "  \n");
        var data = Mapped(rows);
        var model = Trainer(Options(epochs: 1)).Fit(data);
        Assert.All(Scores(model, data), score => Assert.Equal(1, score.Sum(), 1e-5));
    }

    [Fact]
    public void The_validation_set_may_have_the_key_or_the_values_behind_it()
    {
        var data = Load(LabeledText.Rows(30));
        var keys = _ml.Transforms.Conversion.MapValueToKey("Label").Fit(data);
        var validation = Load(LabeledText.Rows(9, seed: 5));
        var (bare, mapped) = (Options(epochs: 4), Options(epochs: 4));
        (bare.ValidationSet, mapped.ValidationSet) = (validation, keys.Transform(validation));
        var steps = new Steps();
        bare.Progress = steps;
        var train = keys.Transform(data);
        var scores = Scores(Trainer(bare).Fit(train), train);
        Assert.Equal(scores, Scores(Trainer(mapped).Fit(train), train));
        Assert.Equal(4, steps.Reports.Count(report => report.ValidationLoss is > 0));

        var foreign = Options(epochs: 1);
        foreign.ValidationSet = Mapped(LabeledText.Rows(9, classCount: 2));
        Assert.Contains("the training data's", Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(foreign).Fit(train)).Message);
    }

    [Fact]
    public void Fine_tuning_reads_the_training_text_and_the_unlabelled_text()
    {
        var data = Mapped(LabeledText.Rows(12));
        var options = Options(epochs: 1);
        options.FineTuning = new() { Stage = "finetune", Training = new() { Epochs = 1, BatchSize = 4, BpttLength = 16 } };
        var tokens = Tokens(Trainer(options).Fit(data));
        options.UnlabeledText = Load(LabeledText.Rows(40, seed: 3));
        var model = Trainer(options).Fit(data);
        long unlabeled = LabeledText.Rows(40, seed: 3).Sum(row => (long)s_model.Encode(row.Text!).Length);
        Assert.Equal(tokens + unlabeled, Tokens(model));
        Assert.Equal(["finetune", "classifier"], model.Model.LanguageModel.Provenance.Stages.Select(stage => stage.Name));

        static long Tokens(MultiFitTransformer model) => model.Model.LanguageModel.Provenance.Stages[0].TokenCount;
    }

    [Fact]
    public void A_backward_model_is_trained_beside_the_forward_one_and_has_half_a_say()
    {
        var data = Mapped(LabeledText.Rows(12));
        var backwardModel = LanguageModel.CreateRandom(
            s_model.Architecture with { Direction = TextDirection.Backward }, s_model.TextRules, s_model.Vocabulary, seed: 2);
        var (forward, backward, both) = (Options(epochs: 2), Options(epochs: 2), Options(epochs: 2));
        var steps = new Steps();
        backward.LanguageModel = backwardModel;
        (both.BackwardLanguageModel, both.Progress) = (backwardModel, steps);
        var ensemble = Trainer(both).Fit(data);
        Assert.Equal(["classifier", "backward classifier"], steps.Reports.Select(report => report.Stage).Distinct());
        var expected = Scores(Trainer(forward).Fit(data), data)
            .Zip(Scores(Trainer(backward).Fit(data), data), (one, other) => one.Zip(other, (a, b) => (a + b) / 2).ToArray());
        Assert.Equal(expected, Scores(ensemble, data));

        // Each model must read in the direction of its place.
        (both.LanguageModel, both.BackwardLanguageModel) = (backwardModel, s_model);
        var message = Assert.Throws<ArgumentException>(() => Trainer(both)).Message;
        Assert.Contains("BackwardLanguageModel must read backward", message);
        both.BackwardLanguageModel = backwardModel;
        Assert.Contains("LanguageModel must read forward", Assert.Throws<ArgumentException>(() => Trainer(both)).Message);
    }

    [Fact]
    public void Progress_reaches_the_log_and_the_listener()
    {
        var lines = Lines(_ml);
        var options = Options(epochs: 3);
        var steps = new Steps();
        options.Progress = steps;
        Trainer(options).Fit(Mapped(LabeledText.Rows(12)));
        Assert.Equal([1, 2, 3], steps.Reports.Where(report => report.EpochEnded).Select(report => report.Epoch));
        for (int epoch = 1; epoch <= 3; epoch++)
            Assert.Single(lines, line => line.StartsWith($"classifier: epoch {epoch} of 3, loss ", StringComparison.Ordinal));
    }

    [Fact]
    public void Training_stops_at_the_callers_wish()
    {
        var data = Mapped(LabeledText.Rows(12));
        using var source = new CancellationTokenSource();
        var steps = new Steps(_ => source.Cancel());
        var options = Options(epochs: 50);
        (options.Progress, options.CancellationToken) = (steps, source.Token);
        Assert.ThrowsAny<OperationCanceledException>(() => Trainer(options).Fit(data));
        Assert.Single(steps.Reports);

        // The same before anything is read.
        Assert.ThrowsAny<OperationCanceledException>(() => Trainer(options).Fit(data));
        Assert.Single(steps.Reports);
    }

    [Fact]
    public void Training_stops_when_mlnet_cancels_the_context()
    {
        var ml = new MLContext(1);
        var cancel = typeof(MLContext).GetMethod("CancelExecution", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);
        if (cancel is null)
            return;
        var options = Options(epochs: 50);
        var steps = new Steps(_ => cancel.Invoke(ml, null));
        options.Progress = steps;
        Assert.ThrowsAny<OperationCanceledException>(() => ml.MulticlassClassification.Trainers.MultiFit(options).Fit(Mapped(LabeledText.Rows(12))));
        Assert.InRange(steps.Reports.Count, 1, 2);
    }

    private static MultiFitTrainer.Options Options(int epochs) => new()
    {
        LanguageModel = s_model,
        Seed = 3,
        ThreadCount = 1,
        Classifier = new() { HeadHiddenSize = 8, MaxLength = 50, Training = new() { Epochs = epochs, BatchSize = 6, LearningRate = 2e-2, GradientClip = 1 } },
    };

    private static List<string> Lines(MLContext ml)
    {
        var lines = new List<string>();
        ml.Log += (_, arguments) => lines.Add(arguments.RawMessage);
        return lines;
    }

    private static List<float[]> Scores(ITransformer model, IDataView data) => [.. model.Transform(data).GetColumn<float[]>("Score")];

    private MultiFitTrainer Trainer(MultiFitTrainer.Options options) => _ml.MulticlassClassification.Trainers.MultiFit(options);

    private IDataView Load(List<LabeledText> rows) => _ml.Data.LoadFromEnumerable(rows);

    private IDataView Mapped(List<LabeledText> rows)
    {
        var data = Load(rows);
        return _ml.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
    }

    private sealed class Prediction
    {
        public string PredictedLabel { get; set; } = "";
    }
}
