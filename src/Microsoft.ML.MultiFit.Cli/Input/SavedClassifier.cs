using Microsoft.ML.Data;

namespace MultiFit.Cli;

/// <summary>An ML.NET model as <c>train</c> saves it: columns <c>Label</c> and <c>Text</c> in, <c>PredictedLabel</c> and <c>Score</c> out.</summary>
internal sealed class SavedClassifier
{
    public const string LabelColumn = nameof(LabeledText.Label);
    public const string TextColumn = nameof(LabeledText.Text);
    public const string PredictedLabelColumn = "PredictedLabel";
    public const string ScoreColumn = "Score";

    private const string KeyValues = "KeyValues";

    private readonly MLContext _ml;

    private SavedClassifier(MLContext ml, ITransformer model)
    {
        _ml = ml;
        Model = model;
        Labels = LabelsOf(Score([]));
    }

    /// <summary>The model as ML.NET has it.</summary>
    public ITransformer Model { get; }

    /// <summary>The labels the model knows, in the order of its scores.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Reads a model file, to score on as many threads as given or on one per core.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or no model of this kind.</exception>
    public static SavedClassifier Load(MLContext ml, string path, int? threadCount)
    {
        TextLines.CheckReadable([path]);
        ITransformer model;
        DataViewSchema schema;
        try
        {
            model = ml.Model.Load(path, out schema);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            throw new InvalidDataException($"{path}: not a model that can be loaded ({exception.GetBaseException().Message})", exception);
        }

        Require(schema is not null && Has(schema, LabelColumn) && Has(schema, TextColumn), path, $"reads '{LabelColumn}' and '{TextColumn}'");
        var added = model.GetOutputSchema(schema!);
        Require(Has(added, PredictedLabelColumn) && Has(added, ScoreColumn), path, $"gives '{PredictedLabelColumn}' and '{ScoreColumn}'");
        Require(added[LabelColumn].Type is KeyDataViewType && KeyValuesOf(added).ItemType is TextDataViewType, path, "has labels that are text");
        foreach (var step in model as IEnumerable<ITransformer> ?? [model])
            SetThreads(step, threadCount);
        return new SavedClassifier(ml, model);
    }

    /// <summary>A model of these steps, which have such columns.</summary>
    public static SavedClassifier Of(MLContext ml, params ITransformer[] steps) => new(ml, new TransformerChain<ITransformer>(steps));

    /// <summary>A classifier that was trained on rows without labels, in the form in which <c>train</c> saves one.</summary>
    public static SavedClassifier Of(MLContext ml, MultiFitTransformer classifier, IDataView unlabelled)
    {
        var labels = ml.Data.LoadFromEnumerable(classifier.Labels.Select(label => new LabelValue { Value = label }));
        var toKey = ml.Transforms.Conversion.MapValueToKey(LabelColumn, keyData: labels).Fit(unlabelled);
        var toValue = ml.Transforms.Conversion.MapKeyToValue(PredictedLabelColumn).Fit(classifier.Transform(unlabelled));
        return Of(ml, toKey, classifier, toValue);
    }

    /// <summary>The rows with the model's columns added, computed when they are read.</summary>
    public IDataView Score(IEnumerable<LabeledText> rows) => Model.Transform(_ml.Data.LoadFromEnumerable(rows));

    /// <summary>Measures the model on rows whose labels it knows.</summary>
    public ClassificationReport Evaluate(IEnumerable<(int Line, LabeledText Row)> rows)
    {
        var metrics = _ml.MulticlassClassification.Evaluate(Score(rows.Select(row => row.Row)), LabelColumn, ScoreColumn, PredictedLabelColumn);
        var counts = metrics.ConfusionMatrix.Counts.Select(row => (IReadOnlyList<long>)[.. row.Select(count => (long)count)]).ToList();
        return new ClassificationReport(Labels, counts, metrics.LogLoss);
    }

    private static void SetThreads(ITransformer step, int? threadCount)
    {
        switch (step)
        {
            case MultiFitTransformer classifier:
                classifier.ThreadCount = threadCount;
                break;
            case CrossLingualEmbeddingTransformer embedding:
                embedding.ThreadCount = threadCount;
                break;
            case LaserTransformer encoder:
                encoder.ThreadCount = threadCount;
                break;
        }
    }

    private static string[] LabelsOf(IDataView scored)
    {
        VBuffer<ReadOnlyMemory<char>> values = default;
        scored.Schema[LabelColumn].Annotations.GetValue(KeyValues, ref values);
        return [.. values.DenseValues().Select(value => value.ToString())];
    }

    private static VectorDataViewType KeyValuesOf(DataViewSchema schema) =>
        schema[LabelColumn].Annotations.Schema.GetColumnOrNull(KeyValues)?.Type as VectorDataViewType ?? new VectorDataViewType(NumberDataViewType.Single, 1);

    private static bool Has(DataViewSchema schema, string column) => schema.GetColumnOrNull(column) is not null;

    private static void Require(bool condition, string path, string expected)
    {
        if (!condition)
            throw new InvalidDataException($"{path}: not a model that 'multifit train' saved, which {expected}");
    }

    private sealed class LabelValue
    {
        public string Value { get; set; } = "";
    }
}
