using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>How label sets of teacher, student and validation set come together.</summary>
public sealed partial class MultiFitBootstrapTrainerTests
{
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
}
