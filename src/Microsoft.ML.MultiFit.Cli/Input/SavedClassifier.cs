using Microsoft.ML.Data;

namespace MultiFit.Cli;

/// <summary>An ML.NET model as <c>train</c> saves it: columns <c>Label</c> and <c>Text</c> in, <c>PredictedLabel</c> and <c>Score</c> out.</summary>
internal sealed class SavedClassifier
{
    public const string LabelColumn = nameof(LabeledText.Label);
    public const string TextColumn = nameof(LabeledText.Text);
    public const string PredictedLabelColumn = "PredictedLabel";
    public const string ScoreColumn = "Score";

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

        foreach (var column in new[] { LabelColumn, TextColumn })
        {
            if (schema?.GetColumnOrNull(column) is null)
                throw new InvalidDataException($"{path}: the model does not read a column '{column}', so it is not one that 'multifit train' saved");
        }

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
        scored.Schema[LabelColumn].Annotations.GetValue("KeyValues", ref values);
        return [.. values.DenseValues().Select(value => value.ToString())];
    }
}
