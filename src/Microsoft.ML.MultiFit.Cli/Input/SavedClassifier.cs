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
    private readonly ITransformer _model;

    private SavedClassifier(MLContext ml, ITransformer model)
    {
        _ml = ml;
        _model = model;
    }

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
        foreach (var classifier in (model as IEnumerable<ITransformer> ?? [model]).OfType<MultiFitTransformer>())
            classifier.ThreadCount = threadCount;
        return new SavedClassifier(ml, model);
    }

    /// <summary>The rows with the model's columns added, computed when they are read.</summary>
    public IDataView Score(IEnumerable<LabeledText> rows) => _model.Transform(_ml.Data.LoadFromEnumerable(rows));

    /// <summary>The labels the model knows, in the order of its scores.</summary>
    public static string[] LabelsOf(IDataView scored)
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
}
