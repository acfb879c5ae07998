using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Teachers of known quality, the rows they read and the students' options.</summary>
public sealed partial class MultiFitBootstrapTrainerTests
{
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
