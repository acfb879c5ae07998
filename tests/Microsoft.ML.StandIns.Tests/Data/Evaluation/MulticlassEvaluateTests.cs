using Microsoft.ML.Data;

namespace Microsoft.ML.StandIns.Tests;

public sealed class MulticlassEvaluateTests
{
    private readonly MLContext _ml = new(1);

    private static readonly (uint Label, float[] Score)[] _six =
    [
        (0, [.7f, .2f, .1f]), (1, [.1f, .6f, .3f]), (2, [.5f, .3f, .2f]), (1, [.4f, .4f, .2f]), (0, [0, .5f, .5f]), (2, [.2f, .2f, .6f]),
    ];

    private IDataView Keyed((uint Label, float[] Score)[] rows, int classes, string[] slots = null, int? labels = null)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition["Label"].ColumnType = new KeyDataViewType(typeof(uint), labels ?? classes);
        definition["Score"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, classes);
        if (slots is not null)
        {
            var names = new VBuffer<ReadOnlyMemory<char>>(slots.Length, [.. slots.Select(slot => slot.AsMemory())]);
            definition["Score"].AddAnnotation("SlotNames", names, new VectorDataViewType(TextDataViewType.Instance, slots.Length));
        }

        return _ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Label = row.Label, Score = row.Score }), definition);
    }

    private IDataView Numbered(params (float Label, float[] Score)[] rows)
    {
        var definition = SchemaDefinition.Create(typeof(NumberedRow));
        definition["Score"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Score.Length);
        return _ml.Data.LoadFromEnumerable(rows.Select(row => new NumberedRow { Label = row.Label, Score = row.Score }), definition);
    }

    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-6);

    /// <summary>Right are rows 1, 2 and 6; in row 4 the tie goes to class 0.</summary>
    [Fact]
    public void Accuracies_and_losses_follow_from_the_scores()
    {
        var metrics = _ml.MulticlassClassification.Evaluate(Keyed(_six, 3));
        var losses = new[] { -Math.Log(.7), -Math.Log(.6), -Math.Log(.2), -Math.Log(.4), -Math.Log(1e-15), -Math.Log(.6) };
        Near(.5, metrics.MicroAccuracy);
        Near(.5, metrics.MacroAccuracy);
        Near(losses.Average(), metrics.LogLoss);
        Near(1 - losses.Average() / Math.Log(3), metrics.LogLossReduction);
        Near((losses[0] + losses[4]) / 2, metrics.PerClassLogLoss[0]);
        Near((losses[1] + losses[3]) / 2, metrics.PerClassLogLoss[1]);
        Near((losses[2] + losses[5]) / 2, metrics.PerClassLogLoss[2]);
        Assert.Equal((0, 0.0), (metrics.TopKPredictionCount, metrics.TopKAccuracy));
        Assert.Null(metrics.TopKAccuracyForAllK);
    }

    [Fact]
    public void The_confusion_matrix_counts_truth_by_row_and_prediction_by_column()
    {
        var matrix = _ml.MulticlassClassification.Evaluate(Keyed(_six, 3)).ConfusionMatrix;
        Assert.Equal(3, matrix.NumberOfClasses);
        Assert.Equal([[1, 1, 0], [1, 1, 0], [1, 0, 1]], matrix.Counts.Select(row => row.ToArray()));
        Assert.Equal([1 / 3.0, .5, 1], matrix.PerClassPrecision);
        Assert.Equal([.5, .5, .5], matrix.PerClassRecall);
        Assert.Equal(1, matrix.GetCountForClassPair(predictedClassIndicatorIndex: 1, actualClassIndicatorIndex: 0));
        Assert.Equal(0, matrix.GetCountForClassPair(predictedClassIndicatorIndex: 1, actualClassIndicatorIndex: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.GetCountForClassPair(3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.GetCountForClassPair(0, -1));
    }

    [Fact]
    public void Top_k_counts_labels_among_the_k_best_and_ties_go_to_the_lower_class()
    {
        float[] tie = [.3f, .3f, .3f], last = [.3f, .3f, .4f];
        var metrics = _ml.MulticlassClassification.Evaluate(Keyed([(0, tie), (1, tie), (2, tie), (2, last), (1, last)], 3), topKPredictionCount: 3);
        Assert.Equal(3, metrics.TopKPredictionCount);
        Assert.Equal([.4, .6, 1], metrics.TopKAccuracyForAllK.Select(accuracy => Math.Round(accuracy, 9)));
        Near(1, metrics.TopKAccuracy);
    }

    [Fact]
    public void A_class_without_rows_does_not_count_in_the_mean_over_classes()
    {
        var metrics = _ml.MulticlassClassification.Evaluate(Keyed([(0, [.8f, .1f, .1f]), (1, [.5f, .3f, .2f])], 3));
        Near(.5, metrics.MicroAccuracy);
        Near(.5, metrics.MacroAccuracy);
        Assert.Equal(0, metrics.PerClassLogLoss[2]);
        Assert.Equal([1, 0, 0], metrics.ConfusionMatrix.PerClassRecall);
        Near(1 - (-Math.Log(.8) - Math.Log(.3)) / 2 / Math.Log(2), metrics.LogLossReduction);
    }

    [Fact]
    public void Rows_without_a_label_and_rows_with_bad_scores_are_left_out()
    {
        var metrics = _ml.MulticlassClassification.Evaluate(Numbered(
            (0, [.5f, .5f]), (float.NaN, [.5f, .5f]), (1.5f, [.5f, .5f]), (-1, [.5f, .5f]), (0, [float.NaN, .5f]), (1, [float.PositiveInfinity, 0])));
        Near(1, metrics.MicroAccuracy);
        Near(Math.Log(2), metrics.LogLoss);
        var keyed = _ml.MulticlassClassification.Evaluate(Keyed([(0, [.25f, .75f]), (9, [.25f, .75f])], 2));
        Near(Math.Log(4), keyed.LogLoss);
        Assert.Equal([[0, 1], [0, 0]], keyed.ConfusionMatrix.Counts.Select(row => row.ToArray()));
    }

    /// <summary>Such a row is wrong and costs the highest loss, but no class of the matrix is its truth.</summary>
    [Fact]
    public void A_label_beyond_the_scores_counts_as_wrong()
    {
        var metrics = _ml.MulticlassClassification.Evaluate(Keyed([(0, [.8f, .2f]), (3, [.5f, .5f])], 2, labels: 4));
        Near(.5, metrics.MicroAccuracy);
        Near(1, metrics.MacroAccuracy);
        Near((-Math.Log(.8) - Math.Log(1e-15)) / 2, metrics.LogLoss);
        Near(1 - metrics.LogLoss / (.5 * Math.Log(2)), metrics.LogLossReduction);
        Assert.Equal([[1, 0], [0, 0]], metrics.ConfusionMatrix.Counts.Select(row => row.ToArray()));
    }

    [Fact]
    public void Scores_are_probabilities_held_between_1e_15_and_1()
    {
        var metrics = _ml.MulticlassClassification.Evaluate(Keyed([(0, [-3, 1]), (1, [1, 5])], 2));
        Near(-Math.Log(1e-15), metrics.PerClassLogLoss[0]);
        Near(0, metrics.PerClassLogLoss[1]);
    }

    [Fact]
    public void Without_rows_the_metrics_are_zero()
    {
        var metrics = _ml.MulticlassClassification.Evaluate(Keyed([], 2));
        Assert.Equal((0.0, 0.0, 0.0, double.NaN), (metrics.MicroAccuracy, metrics.MacroAccuracy, metrics.LogLoss, metrics.LogLossReduction));
        Assert.Equal([0.0, 0.0], metrics.PerClassLogLoss);
    }

    [Fact]
    public void The_table_names_classes_by_slot_names() =>
        Assert.Equal(
            """

            Confusion table
                      ||========================
            PREDICTED ||   red | green |  blue | Recall
            TRUTH     ||========================
                  red ||     1 |     1 |     0 | 0.5000
                green ||     1 |     1 |     0 | 0.5000
                 blue ||     1 |     0 |     1 | 0.5000
                      ||========================
            Precision ||0.3333 |0.5000 |1.0000 |

            """,
            Table(Keyed(_six, 3, ["red", "green", "blue"])));

    [Fact]
    public void The_table_numbers_classes_whose_names_are_long_and_leaves_room_for_two() =>
        Assert.Equal(
            """

            Confusion table
                         ||======================
            PREDICTED    ||        0 |        1 | Recall
            TRUTH        ||======================
            0. ninesnine ||    1,234 |        0 | 1.0000
            1.         b ||        0 |        0 | 0.0000
                         ||======================
            Precision    ||   1.0000 |   0.0000 |

            """,
            Table(Keyed([.. Enumerable.Repeat((0u, new[] { .3f, .2f }), 1234)], 2, ["ninesnine", "b"])));

    [Fact]
    public void The_table_aligns_numbers_of_two_digits()
    {
        var scores = Enumerable.Range(0, 11).Select(index => index / 100f).ToArray();
        var lines = Table(Keyed([(0, scores)], 11, [.. Enumerable.Range(0, 11).Select(index => "class " + index)])).Split('\n');
        Assert.Equal(" 0.  class 0 ||     0 |     0 |", lines[5][..31]);
        Assert.Equal("10. class 10 ||     0 |     0 |", lines[15][..31]);
        Assert.Equal("PREDICTED    ||     0 |     1 |", lines[3][..31]);
        Assert.Equal("Precision    ||0.0000 |0.0000 |", lines[17][..31]);
    }

    [Fact]
    public void Without_slot_names_the_classes_are_their_numbers() =>
        Assert.Contains("\n        2 ||     1 |     0 |     1 | 0.5000\n", Table(Keyed(_six, 3)));

    [Fact]
    public void Columns_that_are_missing_or_of_another_type_are_refused()
    {
        var data = Keyed(_six, 3);
        string Refusal(string label, string score, string predicted) => Assert.Throws<ArgumentOutOfRangeException>(
            () => _ml.MulticlassClassification.Evaluate(data, label, score, predicted)).Message;
        Assert.Contains("'PredictedLabel'", Refusal("Label", "Score", "Nope"));
        Assert.Contains("'Score'", Refusal("Label", "Nope", "PredictedLabel"));
        Assert.Contains("'Label'", Refusal("Nope", "Score", "PredictedLabel"));
        Assert.Equal("Schema mismatch for label column 'Score': expected Single or Key, got Vector<Single, 3> (Parameter 'schema')",
            Refusal("Score", "Score", "PredictedLabel"));
        Assert.Equal("Schema mismatch for score column 'Label': expected vector of two or more items of type Single, got Key<UInt32, 0-2> (Parameter 'schema')",
            Refusal("Label", "Label", "PredictedLabel"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.MulticlassClassification.Evaluate(Keyed([(0, [1])], 1)));
        Assert.Throws<ArgumentNullException>(() => _ml.MulticlassClassification.Evaluate(null));
    }

    private string Table(IDataView data) =>
        _ml.MulticlassClassification.Evaluate(data).ConfusionMatrix.GetFormattedConfusionTable().ReplaceLineEndings("\n");

    private sealed class Row
    {
        public uint Label { get; set; }

        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }

    private sealed class NumberedRow
    {
        public float Label { get; set; }

        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }
}
