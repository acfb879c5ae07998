using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// A trained classifier as an ML.NET transformer: text in, <c>PredictedLabel</c>, <c>Score</c> and <c>Probability</c> out (see
/// <see cref="MultiFitTrainer"/> for the columns). With a backward model beside the forward one, scores are the means of theirs. It scores in managed code, many documents at a time, and any number of threads may use it
/// at once. A missing text is scored as an empty document.
/// </summary>
public sealed class MultiFitTransformer : ITransformer
{
    internal const string LoaderSignature = "MultiFitClassifier";

    // 0x00010001: the first version. 0x00010002: may hold a backward model, under the names of the other's entries with this prefix.
    private const string BackwardPrefix = "backward.";
    private const uint VersionOfEnsembles = 0x00010002;
    private static readonly ModelVersion s_version = new("MULTIFIT", LoaderSignature, Written: VersionOfEnsembles, ReadableBy: VersionOfEnsembles, Reads: 0x00010001);

    private readonly LabelValues? _labels;
    private readonly ScoreColumns _columns;
    private readonly EnsembleScorer _scorer;
    private readonly TextMapping<ClassPrediction> _mapping;

    /// <summary>A transformer of a classifier that was not trained here, such as an imported one, with the default names of the output columns.</summary>
    /// <param name="environment">The <see cref="MLContext"/>, or the environment of one.</param>
    /// <param name="model">The classifier.</param>
    /// <param name="labels">What its classes are called, class 0 first.</param>
    /// <param name="textColumnName">The column the documents are read from. Default <c>Text</c>.</param>
    /// <exception cref="ArgumentException">There are not as many labels as classes, or two are equal.</exception>
    public MultiFitTransformer(IHostEnvironment environment, TextClassifier model, IReadOnlyList<string> labels, string textColumnName = "Text")
        : this(environment, [model], LabelsOf(model, labels), textColumnName, new ScoreColumns("PredictedLabel", "Score", "Probability"))
    {
    }

    /// <summary>A transformer of a classifier, and perhaps of the one that reads backward beside it.</summary>
    internal MultiFitTransformer(
        IHostEnvironment environment, IReadOnlyList<TextClassifier> models, LabelValues? labels, string textColumnName, ScoreColumns columns)
    {
        Loaders.Register(environment);
        Model = models[0];
        BackwardModel = models.ElementAtOrDefault(1);
        _labels = labels;
        _columns = columns;
        _scorer = new EnsembleScorer(models);
        _mapping = new TextMapping<ClassPrediction>(textColumnName, input => columns.Create(input, Model.ClassCount, labels), Score);
    }

    /// <summary>The classifier without its columns.</summary>
    public TextClassifier Model { get; }

    /// <summary>The classifier that reads backward and has half a say; null where there is none.</summary>
    public TextClassifier? BackwardModel { get; }

    /// <summary>The column the documents are read from.</summary>
    public string TextColumnName => _mapping.InputColumnName;

    /// <summary>Name of the column of probabilities.</summary>
    public string ScoreColumnName => _columns.Score;

    /// <summary>Name of the column of the likeliest class.</summary>
    public string PredictedLabelColumnName => _columns.PredictedLabel;

    /// <summary>Name of the column of that class's probability.</summary>
    public string ProbabilityColumnName => _columns.Probability;

    /// <summary>The label values as text, class 0 first; empty if the label's key had no values.</summary>
    public IReadOnlyList<string> Labels => _labels?.ToText() ?? [];

    /// <summary>Threads that score a block of documents, at least 1; null uses one per core. Not saved. Default null.</summary>
    public int? ThreadCount { get; set; }

    bool ITransformer.IsRowToRowMapper => true;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _mapping.GetOutputSchema(inputSchema);

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) => _mapping.Transform(input);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => _mapping.Bind(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        var context = new MLNetInternals.SaveContext(ctx);
        context.SetVersion(s_version);
        _columns.Write(context.Writer, TextColumnName, _labels);
        context.Writer.Write(BackwardModel is not null);
        ClassifierFile.Write(Model, context.WriteEntry);
        if (BackwardModel is not null)
            ClassifierFile.Write(BackwardModel, ModelEntries.WriterUnder(BackwardPrefix, context.WriteEntry));
    }

    /// <summary>ML.NET's loader calls this with its own context type, which is not public.</summary>
    internal static MultiFitTransformer Create(IHostEnvironment environment, object loadContext)
    {
        var context = new MLNetInternals.LoadContext(loadContext);
        uint version = context.CheckVersion(s_version);
        var (textColumnName, columns, readLabels) = ScoreColumns.Read(context.Reader);
        var model = ClassifierFile.Read(context.ReadEntry);
        var labels = readLabels(model.ClassCount);
        var backwardModel = version >= VersionOfEnsembles && context.Reader.ReadBoolean() ? ReadBackwardModel(context, model.ClassCount) : null;
        return new MultiFitTransformer(environment, backwardModel is null ? [model] : [model, backwardModel], labels, textColumnName, columns);
    }

    private static LabelValues LabelsOf(TextClassifier model, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count != model.ClassCount || labels.Distinct(StringComparer.Ordinal).Count() != labels.Count)
            throw new ArgumentException($"The classifier has {model.ClassCount} classes; {labels.Count} labels were given, which must be as many and all different.", nameof(labels));
        return LabelValues.OfTexts(labels);
    }

    private static TextClassifier ReadBackwardModel(MLNetInternals.LoadContext context, int classCount)
    {
        try
        {
            var model = ClassifierFile.Read(ModelEntries.ReaderUnder(BackwardPrefix, context.ReadEntry));
            return model.ClassCount == classCount
                ? model
                : throw new InvalidDataException($"it has {model.ClassCount} classes, the forward model {classCount}.");
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"The backward model cannot be read: {exception.Message}", exception);
        }
    }

    private ClassPrediction[] Score(IReadOnlyList<string> documents, bool[] active) =>
        [.. _scorer.Score(documents, ThreadCount).Select(probabilities => new ClassPrediction(probabilities))];
}
