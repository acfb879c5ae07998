using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

[Collection(nameof(TorchCollection))]
public class MultiFitBootstrapTrainerTests
{
    private static readonly LanguageModel s_model =
        LanguageModel.CreateRandom(new() { EmbeddingSize = 12, HiddenSize = 16, LayerCount = 2 }, new TextRules(), RandomModels.Vocabulary(50), seed: 1);

    private readonly MLContext _ml = new(1);

    [Fact]
    public void A_student_in_a_pipeline_beats_its_teacher_is_saved_and_predicts_in_another_context()
    {
        // The target data has no labels at all; the teacher gives texts, and no key.
        var target = Unlabeled(LabeledText.Rows(300));
        var teacher = Teacher(right: 0.8);
        var pipeline = Trainer(teacher, Options(epochs: 12)).Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var model = pipeline.Fit(target);

        var rows = LabeledText.Rows(120, seed: 9);
        double taught = Accuracy(teacher, rows);
        Assert.InRange(taught, 0.7, 0.9);
        Assert.InRange(Accuracy(model, rows), 0.93, 1);
        var loaded = SavedModel.Load(new MLContext(), SavedModel.Save(_ml, model, target.Schema));
        Assert.Equal(Texts(model.Transform(Unlabeled(rows))), Texts(loaded.Transform(Unlabeled(rows))));
        Assert.Equal(["music", "sport", "weather"], model.OfType<MultiFitTransformer>().Single().Labels);
    }

    [Fact]
    public void Keys_are_mapped_by_value_and_not_by_number()
    {
        var rows = LabeledText.Rows(60);
        var teacher = KeyTeacher(right: 1, "weather", "music", "sport");
        Assert.Equal(["weather", "music", "sport"], Trainer(teacher, Options(epochs: 1)).Fit(Unlabeled(rows)).Labels);

        // The input's own key has another order, and its values decide; its rows, all of one class here, are not read.
        var target = Keyed(rows.ConvertAll(row => new LabeledText { Text = row.Text, Label = "sport" }), "sport", "weather", "music");
        var student = Trainer(teacher, Options(epochs: 12)).Fit(target);
        Assert.Equal(["sport", "weather", "music"], student.Labels);
        var test = Keyed(LabeledText.Rows(60, seed: 4), "sport", "weather", "music");
        Assert.InRange(_ml.MulticlassClassification.Evaluate(student.Transform(test)).MicroAccuracy, 0.93, 1);
    }

    [Fact]
    public void Probabilities_are_mapped_by_slot_name_or_else_by_the_keys_order()
    {
        // A student trained on distributions equals one trained by hand on them in the student's own order.
        var rows = LabeledText.Rows(30);
        var options = Options(epochs: 2);
        options.Bootstrap = new() { Labels = PseudoLabelKind.Soft, ValidationShare = 0 };
        var byKey = Trainer(KeyTeacher(right: 0.8, "weather", "music", "sport"), options).Fit(Keyed(rows, LabeledText.Classes));
        Assert.Equal(Scores(DistilledByHand(rows), rows), Scores(byKey, rows));

        // A MultiFit classifier names the slots; its predicted label is mapped to another key behind it.
        var named = _ml.MulticlassClassification.Trainers.MultiFit(Options(epochs: 25).Student).Fit(Keyed(rows, "music", "sport", "weather"));
        var view = named.Transform(Unlabeled(rows));
        var remapped = _ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")
            .Append(_ml.Transforms.Conversion.MapValueToKey("PredictedLabel", keyData: KeyData(LabeledText.Classes)))
            .Fit(view);
        var chain = new TransformerChain<ITransformer>(named, remapped);
        var straight = Trainer(named, options).Fit(Keyed(rows, LabeledText.Classes));
        Assert.Equal(Scores(straight, rows), Scores(Trainer(chain, options).Fit(Keyed(rows, LabeledText.Classes)), rows));
        Assert.NotEqual(Scores(straight, rows)[0], Scores(byKey, rows)[0]);
    }

    [Fact]
    public void The_names_of_a_teachers_scores_are_the_classes_though_it_never_gives_some()
    {
        var rows = LabeledText.Rows(40, classCount: 2);
        var teacher = KeyTeacher(right: 1, "weather", "music", "sport").Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(
            KeyTeacher(right: 1, "weather", "music", "sport").Transform(Unlabeled(rows))));
        Assert.Equal(["sport", "weather"], Trainer(teacher, Options(epochs: 1)).Fit(Unlabeled(rows)).Labels);
        var named = _ml.MulticlassClassification.Trainers.MultiFit(Options(epochs: 25).Student).Fit(Keyed(LabeledText.Rows(60), "music", "sport", "weather"));
        var texts = named.Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(named.Transform(Unlabeled(rows))));
        Assert.Equal(["music", "sport", "weather"], Trainer(texts, Options(epochs: 1)).Fit(Unlabeled(rows)).Labels);
    }

    [Fact]
    public void Different_label_sets_are_a_clear_error()
    {
        var rows = LabeledText.Rows(30);
        var trainer = Trainer(KeyTeacher(right: 1, LabeledText.Classes), Options(epochs: 1));
        Assert.Contains(
            "The labels of the teacher are not those of column 'Label': only the teacher has 'music'; only column 'Label' has 'art'.",
            Assert.Throws<ArgumentException>(() => trainer.Fit(Keyed(rows, "sport", "weather", "art"))).Message);
        Assert.Contains("only the teacher has 'music'.", Assert.Throws<ArgumentException>(() => trainer.Fit(Keyed(rows, "sport", "weather"))).Message);
        Assert.Contains("only column 'Label' has 'art'.", Assert.Throws<ArgumentException>(() => trainer.Fit(Keyed(rows, [.. LabeledText.Classes, "art"]))).Message);

        // What labels a teacher of texts gives only its rows tell.
        Assert.Contains(
            "The teacher gives the label 'music', which is none of the classes 'sport', 'weather'.",
            Assert.Throws<ArgumentException>(() => Trainer(Teacher(right: 1), Options(epochs: 1)).Fit(Keyed(rows, "sport", "weather"))).Message);

        var options = Options(epochs: 1);
        options.Student.Classifier = options.Student.Classifier with { ClassWeights = [1, 2] };
        Assert.Contains("2 ClassWeights for 3 classes", Assert.Throws<ArgumentException>(() => Trainer(Teacher(right: 1), options).Fit(Unlabeled(rows))).Message);
    }

    [Fact]
    public void A_key_without_values_is_its_numbers()
    {
        var rows = LabeledText.Rows(30);
        var teacher = _ml.Transforms.CustomMapping<TextRow, NumberLabel>((row, label) => label.PredictedLabel = (uint)ClassOf(row.Text) + 1, null).Fit(Unlabeled(rows));
        var student = Trainer(teacher, Options(epochs: 1)).Fit(Unlabeled(rows));
        Assert.Equal(["1", "2", "3"], student.Labels);
        var bare = _ml.Data.LoadFromEnumerable(rows.Select(row => new KeyedRow { Text = row.Text!, Label = 1 }));
        var trained = Trainer(teacher, Options(epochs: 1)).Fit(bare);
        Assert.Empty(trained.Labels);
        Assert.Equal(Scores(student, rows), Scores(trained, rows));
    }

    [Fact]
    public void A_binary_teacher_gives_truth_values_and_a_probability()
    {
        var rows = LabeledText.Rows(40, classCount: 2);
        var teacher = _ml.Transforms.CustomMapping<TextRow, TruthLabel>(
            (row, label) =>
            {
                label.PredictedLabel = ClassOf(row.Text) == 1;
                label.Probability = label.PredictedLabel ? 0.9f : 0.2f;
                label.Score = label.PredictedLabel ? 4 : -3;
            },
            null).Fit(Unlabeled(rows));
        var options = Options(epochs: 2);
        options.Bootstrap = new() { Labels = PseudoLabelKind.Soft, ValidationShare = 0 };
        options.TeacherScoreColumnName = "Probability";
        var student = Trainer(teacher, options).Fit(Unlabeled(rows));
        Assert.Equal(["False", "True"], student.Labels);
        var expected = new ClassifierTrainer(Classifier(2)).Train(
            s_model, 2, [.. rows.Select(row => new LabeledDocument(row.Text!, ClassOf(row.Text!)) { Distribution = ClassOf(row.Text!) == 1 ? [1 - 0.9f, 0.9f] : [1 - 0.2f, 0.2f] })]);
        Assert.Equal(Scores(expected, rows), Scores(student.Model, rows));

        options.TeacherScoreColumnName = "Score";
        Assert.Contains("teacher's score column 'Score', row 1: the values are not probabilities", Assert.Throws<InvalidDataException>(() => Trainer(teacher, options).Fit(Unlabeled(rows))).Message);
    }

    [Fact]
    public void A_teacher_that_is_an_estimator_is_fitted_on_the_source_data_every_time()
    {
        // The teacher reads a column of its own: the source language, in which the same classes have other words.
        var source = _ml.Data.LoadFromEnumerable(LabeledText.Rows(60).Select(row => new PairRow { Label = row.Label!, Source = row.Text! }));
        var teacherOptions = Options(epochs: 12).Student;
        teacherOptions.TextColumnName = "Source";
        int fits = 0;
        teacherOptions.Progress = new Steps(report => fits += report is { EpochEnded: true, Epoch: 1 } ? 1 : 0);
        var teacher = _ml.Transforms.Conversion.MapValueToKey("Label").Append(_ml.MulticlassClassification.Trainers.MultiFit(teacherOptions));
        var target = _ml.Data.LoadFromEnumerable(LabeledText.Rows(90, seed: 5).Select(row => new PairRow { Label = "", Source = row.Text!, Text = $"{row.Text} b1" }));
        var trainer = _ml.MulticlassClassification.Trainers.MultiFitBootstrap(teacher, source, Options(epochs: 12));
        var student = trainer.Fit(target);
        Assert.InRange(Accuracy(student, LabeledText.Rows(60, seed: 6)), 0.93, 1);
        Assert.Equal(Scores(student, LabeledText.Rows(9)), Scores(trainer.Fit(target), LabeledText.Rows(9)));
        Assert.Equal(2, fits);
    }

    [Fact]
    public void True_labels_of_the_validation_set_are_matched_by_value_whatever_their_type()
    {
        var target = Unlabeled(LabeledText.Rows(30));
        var held = LabeledText.Rows(9, seed: 5);
        var teacher = KeyTeacher(right: 0.8, "weather", "music", "sport");
        List<float[]>? expected = null;
        foreach (var set in new[] { _ml.Data.LoadFromEnumerable(held), Keyed(held, "music", "weather", "sport") })
        {
            var options = Options(epochs: 3);
            var steps = new Steps();
            (options.Student.ValidationSet, options.Student.Progress) = (set, steps);
            var scores = Scores(Trainer(teacher, options).Fit(target), held);
            Assert.Equal(expected ??= scores, scores);
            Assert.Equal(3, steps.Reports.Count(report => report.ValidationLoss is > 0));
        }

        held[4].Label = "art";
        var wrong = Options(epochs: 1);
        wrong.Student.ValidationSet = _ml.Data.LoadFromEnumerable(held);
        Assert.Contains("validation set's column 'Label', row 5: the label 'art' is none of the classes 'weather', 'music', 'sport'",
            Assert.Throws<InvalidDataException>(() => Trainer(teacher, wrong).Fit(target)).Message);
        wrong.Student.LabelColumnName = "Nothing";
        Assert.Contains("Could not find label column 'Nothing'", Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(teacher, wrong).Fit(target)).Message);
    }

    [Fact]
    public void Rounds_thresholds_and_counts_reach_the_log_and_the_listener()
    {
        var lines = new List<string>();
        _ml.Log += (_, arguments) => lines.Add(arguments.RawMessage);
        var rounds = new List<BootstrapRound>();
        var options = Options(epochs: 12);
        options.Bootstrap = new() { Rounds = 2, MinimumConfidence = 0.1, DocumentsPerClass = 18, ValidationShare = 0 };
        options.Rounds = new Listener(rounds.Add);
        Trainer(KeyTeacher(right: 1, LabeledText.Classes), options).Fit(Unlabeled(LabeledText.Rows(60)));
        Assert.Equal([18, 18, 18], rounds[0].Training);
        Assert.Equal(2, rounds.Count);
        Assert.Single(lines, "round 1 of 2: learns from 54 of 60 labelled documents (sport 18 of 20, weather 18 of 20, music 18 of 20), 0 held out");
        Assert.Single(lines, rounds[1].Describe());
    }

    [Fact]
    public void Rows_weigh_what_their_column_says()
    {
        var rows = LabeledText.Rows(30);
        for (int i = 20; i < 30; i++)
            rows[i].Weight = 0;
        var options = Options(epochs: 1);
        options.Student.ExampleWeightColumnName = "Weight";
        var student = Trainer(Teacher(right: 1), options).Fit(_ml.Data.LoadFromEnumerable(rows));
        Assert.Equal(Scores(Trainer(Teacher(right: 1), options).Fit(_ml.Data.LoadFromEnumerable(rows.Take(20))), rows), Scores(student, rows));
        rows[3].Weight = -1;
        Assert.Contains("Column 'Weight', row 4", Assert.Throws<InvalidDataException>(() => Trainer(Teacher(right: 1), options).Fit(_ml.Data.LoadFromEnumerable(rows))).Message);
    }

    [Fact]
    public void Data_without_anything_to_learn_is_refused()
    {
        Assert.Contains("The target data has no rows", Fails(Teacher(right: 1), []));
        Assert.Contains("Of the teacher all labelled rows have the label 'sport'", Fails(Teacher(right: 1), LabeledText.Rows(10, classCount: 1)));
        Assert.Contains("Of the teacher none of the 3 rows has a label", Fails(Teacher(right: 1, labels: ["", "", ""]), LabeledText.Rows(3)));
        Assert.Contains("Of the teacher no document has a label", Fails(KeyTeacher(right: 1, labels: ["", "", ""], classes: LabeledText.Classes), LabeledText.Rows(3)));
        var options = Options(epochs: 1);
        options.Bootstrap = new() { MinimumConfidence = 0.9 };
        Assert.Contains(
            "MinimumConfidence 0.9 leaves no document that the teacher labels 'sport', 'weather', 'music'",
            Assert.Throws<InvalidDataException>(() => Trainer(KeyTeacher(right: 1, LabeledText.Classes), options).Fit(Unlabeled(LabeledText.Rows(9)))).Message);

        string Fails(ITransformer teacher, List<LabeledText> rows) =>
            Assert.Throws<InvalidDataException>(() => Trainer(teacher, Options(epochs: 1)).Fit(Unlabeled(rows))).Message;
    }

    [Fact]
    public void Columns_that_are_missing_or_of_the_wrong_type_are_named_before_the_teacher_works()
    {
        var target = Unlabeled(LabeledText.Rows(6));
        var teacher = Teacher(right: 1);
        var options = Options(epochs: 1);
        options.Student.TextColumnName = "Nothing";
        Assert.StartsWith("Could not find text column 'Nothing'", Wrong(() => Trainer(teacher, options).Fit(target)));
        Assert.StartsWith("Could not find text column 'Nothing'", Wrong(() => Trainer(teacher, options).GetOutputSchema(Shapes.Of(("Text", TextDataViewType.Instance, false)))));
        options = Options(epochs: 1);
        options.TeacherPredictedLabelColumnName = "Guess";
        Assert.StartsWith("Could not find teacher's predicted label column 'Guess'", Wrong(() => Trainer(teacher, options).Fit(target)));
        options = Options(epochs: 1);
        options.TeacherPredictedLabelColumnName = "Score";
        Assert.StartsWith("Schema mismatch for teacher's predicted label column 'Score': expected Key, text or number, got Vector<Single, 3>", Wrong(() => Trainer(teacher, options).Fit(target)));
        options = Options(epochs: 1);
        options.Bootstrap = new() { Labels = PseudoLabelKind.Soft };
        Assert.StartsWith("Schema mismatch for teacher's score column 'Score': expected slot names that say which class each score is of, got none", Wrong(() => Trainer(teacher, options).Fit(target)));
        options.TeacherScoreColumnName = "Scores";
        Assert.StartsWith("Could not find teacher's score column 'Scores'", Wrong(() => Trainer(teacher, options).Fit(target)));
        options.TeacherScoreColumnName = "PredictedLabel";
        Assert.StartsWith("Schema mismatch for teacher's score column 'PredictedLabel': expected Vector<Single>", Wrong(() => Trainer(teacher, options).Fit(target)));

        static string Wrong(Action act) => Assert.Throws<ArgumentOutOfRangeException>(act).Message;
    }

    [Fact]
    public void The_shape_before_the_data_has_the_schemas_columns_and_annotations()
    {
        var text = TextDataViewType.Instance;
        var trainer = Trainer(Teacher(right: 1), Options(epochs: 1));
        var plain = trainer.GetOutputSchema(Shapes.Of(("Text", text, false))).ToDictionary(column => column.Name);
        var schema = trainer.Fit(Unlabeled(LabeledText.Rows(9))).GetOutputSchema(Unlabeled(LabeledText.Rows(9)).Schema);
        Assert.Equal(["PredictedLabel", "Probability", "Score", "Text"], plain.Keys.Order(StringComparer.Ordinal));
        foreach (var name in new[] { "PredictedLabel", "Score", "Probability" })
            Assert.Equal(schema[name].Annotations.Schema.Select(annotation => annotation.Name).Order(), plain[name].Annotations.Select(annotation => annotation.Name).Order());
        Assert.Equal(text, plain["PredictedLabel"].Annotations.Single(annotation => annotation.Name == "KeyValues").ItemType);

        // With a key in the input its values' type is known; a key without values has no names.
        var numbers = _ml.Transforms.Conversion.MapValueToKey("Label").GetOutputSchema(Shapes.Of(("Label", NumberDataViewType.Single, false), ("Text", text, false)));
        var keyed = trainer.GetOutputSchema(numbers).Single(column => column.Name == "PredictedLabel");
        Assert.Equal(NumberDataViewType.Single, keyed.Annotations.Single(annotation => annotation.Name == "KeyValues").ItemType);
        var bare = trainer.GetOutputSchema(Shapes.Of(("Label", NumberDataViewType.UInt32, true), ("Text", text, false))).Single(column => column.Name == "PredictedLabel");
        Assert.DoesNotContain(bare.Annotations, annotation => annotation.Name == "KeyValues");
    }

    [Fact]
    public void Wrong_options_are_all_named_at_once()
    {
        var options = Options(epochs: 0);
        options.Student.LanguageModel = null;
        options.Bootstrap = new() { Rounds = 0 };
        (options.TeacherPredictedLabelColumnName, options.TeacherScoreColumnName) = ("", "");
        var message = Assert.Throws<ArgumentException>(() => Trainer(Teacher(right: 1), options)).Message;
        foreach (var name in new[] { "Student: LanguageModel", "Epochs", "Bootstrap: Rounds", "TeacherPredictedLabelColumnName", "TeacherScoreColumnName" })
            Assert.Contains(name, message);
        Assert.Throws<ArgumentNullException>(() => Trainer(null!, Options(epochs: 1)));
    }

    [Fact]
    public void A_teacher_that_drops_rows_is_refused()
    {
        var message = Assert.Throws<ArgumentException>(() => Trainer(new DroppingTeacher(), Options(epochs: 1)).Fit(Unlabeled(LabeledText.Rows(6)))).Message;
        Assert.Contains("does not map row to row", message);
    }

    [Fact]
    public void Training_stops_at_the_callers_wish()
    {
        var target = Unlabeled(LabeledText.Rows(30));
        using var source = new CancellationTokenSource();
        var steps = new Steps(_ => source.Cancel());
        var options = Options(epochs: 50);
        (options.Student.Progress, options.Student.CancellationToken) = (steps, source.Token);
        Assert.ThrowsAny<OperationCanceledException>(() => Trainer(Teacher(right: 1), options).Fit(target));
        Assert.Single(steps.Reports);

        // The same before the teacher works.
        int labeled = 0;
        var counting = _ml.Transforms.CustomMapping<TextRow, TextLabel>((_, _) => labeled++, null).Fit(target);
        Assert.ThrowsAny<OperationCanceledException>(() => Trainer(counting, options).Fit(target));
        Assert.Equal(0, labeled);
    }

    [Fact]
    public void The_language_model_is_fine_tuned_on_all_target_text_if_it_is_asked_for()
    {
        var rows = LabeledText.Rows(60);
        var options = Options(epochs: 12);
        options.Student.FineTuning = new() { Stage = "finetune", Training = new() { Epochs = 1, BatchSize = 4, BpttLength = 16 } };
        options.Bootstrap = new() { Rounds = 2 };
        var steps = new Steps();
        options.Student.Progress = steps;
        var student = Trainer(Teacher(right: 1), options).Fit(Unlabeled(rows));
        Assert.Equal(["finetune", "round 1 classifier", "round 1 labels", "round 2 classifier"], steps.Reports.Select(report => report.Stage).Distinct());
        Assert.Equal(["finetune", "classifier"], student.Model.LanguageModel.Provenance.Stages.Select(stage => stage.Name));
    }

    [Fact]
    public void The_short_overload_names_its_columns()
    {
        var target = Unlabeled(LabeledText.Rows(40));
        var student = _ml.MulticlassClassification.Trainers.MultiFitBootstrap(Teacher(right: 1), "Text", s_model, "Scores", "Guess", epochs: 1).Fit(target);
        Assert.Equal(("Text", "Scores", "Guess"), (student.TextColumnName, student.ScoreColumnName, student.PredictedLabelColumnName));
        Assert.Equal(1, student.Model.LanguageModel.Provenance.Stages.Single().Epochs);
    }

    /// <summary>The true class: each has words of its own.</summary>
    private static int ClassOf(string text) => (text[0] - 'a') / 8;

    /// <summary>The teacher's class: right in the given share of texts, which the text decides.</summary>
    private static int GuessOf(string text, double right)
    {
        var random = new Random(text.Aggregate(17, (hash, character) => unchecked((31 * hash) + character)));
        return random.NextDouble() < right ? ClassOf(text) : (ClassOf(text) + random.Next(1, 3)) % 3;
    }

    private static ClassifierOptions Classifier(int epochs) => new()
    {
        HeadHiddenSize = 8,
        MaxLength = 50,
        Training = new() { Epochs = epochs, BatchSize = 6, LearningRate = 2e-2, GradientClip = 1, KeepBestEpoch = true, Seed = 3, ThreadCount = 1 },
    };

    private static MultiFitBootstrapTrainer.Options Options(int epochs) => new()
    {
        Student = new() { LanguageModel = s_model, Seed = 3, ThreadCount = 1, Classifier = Classifier(epochs) },
    };

    private static List<float[]> Scores(TextClassifier classifier, List<LabeledText> rows) =>
        [.. new ClassifierScorer(classifier).Score([.. rows.Select(row => classifier.LanguageModel.Encode(row.Text!))])];

    private static List<string> Texts(IDataView view) => [.. view.GetColumn<string>("PredictedLabel")];

    private static TextClassifier DistilledByHand(List<LabeledText> rows) => new ClassifierTrainer(Classifier(2)).Train(
        s_model,
        3,
        [.. rows.Select(row => new LabeledDocument(row.Text!, GuessOf(row.Text!, 0.8))
        {
            Distribution = [.. Enumerable.Range(0, 3).Select(label => label == GuessOf(row.Text!, 0.8) ? 0.7f : 0.15f)],
        })]);

    /// <summary>Gives texts, and scores that nothing names.</summary>
    private ITransformer Teacher(double right, string[]? labels = null) => _ml.Transforms
        .CustomMapping<TextRow, TextLabel>(
            (row, label) =>
            {
                label.PredictedLabel = (labels ?? LabeledText.Classes)[GuessOf(row.Text, right)];
                label.Score = [0.7f, 0.2f, 0.1f];
            },
            null)
        .Fit(Unlabeled([]));

    /// <summary>Gives keys of classes in this order, and scores in the same order.</summary>
    private ITransformer KeyTeacher(double right, params string[] classes) => KeyTeacher(right, LabeledText.Classes, classes);

    private ITransformer KeyTeacher(double right, string[] labels, string[] classes) => _ml.Transforms
        .CustomMapping<TextRow, TextLabel>(
            (row, label) =>
            {
                label.PredictedLabel = labels[GuessOf(row.Text, right)];
                label.Score = [.. classes.Select(name => name == label.PredictedLabel ? 0.7f : 0.15f)];
            },
            null)
        .Append(_ml.Transforms.Conversion.MapValueToKey("PredictedLabel", keyData: KeyData(classes)))
        .Fit(Unlabeled([]));

    private MultiFitBootstrapTrainer Trainer(ITransformer teacher, MultiFitBootstrapTrainer.Options options) =>
        _ml.MulticlassClassification.Trainers.MultiFitBootstrap(teacher, options);

    private double Accuracy(ITransformer model, List<LabeledText> rows)
    {
        var view = model.Transform(Unlabeled(rows));
        if (view.Schema["PredictedLabel"].Type is KeyDataViewType)
            view = _ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(view).Transform(view);
        return Texts(view).Zip(rows).Average(pair => pair.First == pair.Second.Label ? 1.0 : 0);
    }

    private List<float[]> Scores(MultiFitTransformer model, List<LabeledText> rows) => Scores(model.Model, rows);

    private IDataView Unlabeled(List<LabeledText> rows) => _ml.Data.LoadFromEnumerable(rows.Select(row => new TextRow { Text = row.Text! }));

    private IDataView Keyed(List<LabeledText> rows, params string[] classes)
    {
        var data = _ml.Data.LoadFromEnumerable(rows);
        return _ml.Transforms.Conversion.MapValueToKey("Label", keyData: KeyData(classes)).Fit(data).Transform(data);
    }

    private IDataView KeyData(string[] classes) => _ml.Data.LoadFromEnumerable(classes.Select(name => new KeyRow { Value = name }));

    private sealed class TextRow
    {
        public string Text { get; set; } = "";
    }

    private sealed class KeyRow
    {
        public string Value { get; set; } = "";
    }

    private sealed class PairRow
    {
        public string Label { get; set; } = "";

        public string Source { get; set; } = "";

        public string Text { get; set; } = "";
    }

    private sealed class KeyedRow
    {
        public string Text { get; set; } = "";

        [KeyType(3)]
        public uint Label { get; set; }
    }

    private sealed class TextLabel
    {
        public string PredictedLabel { get; set; } = "";

        [VectorType(3)]
        public float[] Score { get; set; } = [];
    }

    private sealed class NumberLabel
    {
        [KeyType(3)]
        public uint PredictedLabel { get; set; }
    }

    private sealed class TruthLabel
    {
        public bool PredictedLabel { get; set; }

        public float Probability { get; set; }

        public float Score { get; set; }
    }

    private sealed class DroppingTeacher : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException();

        public IDataView Transform(IDataView input) => input;

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();
    }

    private sealed class Listener(Action<BootstrapRound> act) : IProgress<BootstrapRound>
    {
        public void Report(BootstrapRound value) => act(value);
    }
}
