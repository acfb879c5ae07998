using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

[Collection(nameof(TorchCollection))]
public sealed partial class MultiFitBootstrapTrainerTests
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

        // The true labels are to be there before an estimator is fitted, too.
        options = Options(epochs: 1);
        options.Student.ValidationSet = target;
        var unfitted = _ml.Transforms.CustomMapping<LabeledText, LabeledText>((_, _) => throw new InvalidOperationException("The teacher works."), null);
        Assert.StartsWith("Could not find label column 'Label'", Wrong(() => _ml.MulticlassClassification.Trainers.MultiFitBootstrap(unfitted, target, options).Fit(target)));

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
}
