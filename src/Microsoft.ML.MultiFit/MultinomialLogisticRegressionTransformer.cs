using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Logistic regression as an ML.NET transformer: a vector in, <c>PredictedLabel</c>, <c>Score</c> and <c>Probability</c> out (see
/// <see cref="MultiFitTrainer"/> for the columns). Any number of threads may use it at once.
/// </summary>
public sealed class MultinomialLogisticRegressionTransformer : ITransformer
{
    internal const string LoaderSignature = "MultiFitLogistic";

    private const string DescriptionName = "regression.json";
    private const string WeightsName = "regression.safetensors";

    // 1: the first.
    private const int FormatVersion = 1;

    // 0x00010001: the first version.
    private static readonly ModelVersion s_version = new("MULTIFLR", LoaderSignature, Written: 0x00010001, ReadableBy: 0x00010001, Reads: 0x00010001);

    private readonly LabelValues? _labels;
    private readonly ScoreColumns _columns;
    private readonly ColumnMapping<float[], ClassPrediction> _mapping;

    internal MultinomialLogisticRegressionTransformer(
        IHostEnvironment environment, LogisticClassifier model, LabelValues? labels, string featureColumnName, ScoreColumns columns)
    {
        Loaders.Register(environment);
        Model = model;
        (_labels, _columns) = (labels, columns);
        _mapping = columns.MapVectors(featureColumnName, model.FeatureCount, model.ClassCount, labels, features => model.Probabilities(features));
    }

    /// <summary>The classifier without its columns.</summary>
    public LogisticClassifier Model { get; }

    /// <summary>The column the features are read from.</summary>
    public string FeatureColumnName => _mapping.InputColumnName;

    /// <summary>Name of the column of probabilities.</summary>
    public string ScoreColumnName => _columns.Score;

    /// <summary>Name of the column of the likeliest class.</summary>
    public string PredictedLabelColumnName => _columns.PredictedLabel;

    /// <summary>Name of the column of that class's probability.</summary>
    public string ProbabilityColumnName => _columns.Probability;

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
        _columns.Write(context.Writer, FeatureColumnName, _labels);
        var weights = ModelEntries.Write(context.WriteEntry, WeightsName, stream =>
            Safetensors.Write(stream, new WeightSet([new("weight", Model.Weights), new("bias", Model.Bias)])));
        ModelDescription.Write(context.WriteEntry, DescriptionName, new Description(FormatVersion, Model.ClassCount, Model.FeatureCount, weights));
    }

    /// <summary>ML.NET's loader calls this with its own context type, which is not public.</summary>
    internal static MultinomialLogisticRegressionTransformer Create(IHostEnvironment environment, object loadContext)
    {
        var context = new MLNetInternals.LoadContext(loadContext);
        context.CheckVersion(s_version);
        var (featureColumnName, columns, readLabels) = ScoreColumns.Read(context.Reader);
        var description = ModelDescription.Read<Description>(context.ReadEntry, DescriptionName, FormatVersion);
        if (description.ClassCount < 2 || description.FeatureCount < 1)
            throw new InvalidDataException($"Entry '{DescriptionName}' is damaged: a size is too small.");
        var weights = ModelEntries.Read(context.ReadEntry, WeightsName, description.Weights, stream => Safetensors.Read(
            stream, [("weight", [description.ClassCount, description.FeatureCount]), ("bias", [description.ClassCount])]));
        var labels = readLabels(description.ClassCount);
        var model = new LogisticClassifier(weights["weight"], weights["bias"]);
        return new MultinomialLogisticRegressionTransformer(environment, model, labels, featureColumnName, columns);
    }

    private sealed record Description(int FormatVersion, int ClassCount, int FeatureCount, EntryDescription Weights);
}
