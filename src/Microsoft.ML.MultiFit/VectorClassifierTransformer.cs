using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// A classifier of vectors, a neural network or logistic regression, as an ML.NET transformer: a vector in, <c>PredictedLabel</c>, <c>Score</c> and <c>Probability</c> out (see
/// <see cref="MultiFitTrainer"/> for the columns). Any number of threads may use it at once.
/// </summary>
public sealed class VectorClassifierTransformer : ITransformer
{
    internal const string LoaderSignature = "MultiFitVectorClassifier";

    private const string DescriptionName = "classifier.json";
    private const string WeightsName = "classifier.safetensors";

    // 1: the first.
    private const int FormatVersion = 1;
    private const int MaxLayerCount = 64;

    // 0x00010001: the first version.
    private static readonly ModelVersion s_version = new("MULTIFVC", LoaderSignature, Written: 0x00010001, ReadableBy: 0x00010001, Reads: 0x00010001);

    private readonly LabelValues? _labels;
    private readonly ScoreColumns _columns;
    private readonly ColumnMapping<float[], ClassPrediction> _mapping;

    internal VectorClassifierTransformer(
        IHostEnvironment environment, MultilayerPerceptron model, LabelValues? labels, string featureColumnName, ScoreColumns columns)
    {
        Loaders.Register(environment);
        Model = model;
        (_labels, _columns) = (labels, columns);
        _mapping = columns.MapVectors(featureColumnName, model.FeatureCount, model.ClassCount, labels, features => model.Probabilities(features));
    }

    /// <summary>The classifier without its columns.</summary>
    public MultilayerPerceptron Model { get; }

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
        var layers = Model.Layers.Index().SelectMany(layer => new KeyValuePair<string, WeightTensor>[]
        {
            new(WeightName(layer.Index), layer.Item.Weights), new(BiasName(layer.Index), layer.Item.Bias),
        });
        var weights = ModelEntries.Write(context.WriteEntry, WeightsName, stream => Safetensors.Write(stream, new WeightSet(layers)));
        int[] sizes = [Model.FeatureCount, .. Model.Layers.Select(layer => layer.Bias.Shape[0])];
        ModelDescription.Write(context.WriteEntry, DescriptionName, new Description(FormatVersion, sizes, weights));
    }

    /// <summary>ML.NET's loader calls this with its own context type, which is not public.</summary>
    internal static VectorClassifierTransformer Create(IHostEnvironment environment, object loadContext)
    {
        var context = new MLNetInternals.LoadContext(loadContext);
        context.CheckVersion(s_version);
        var (featureColumnName, columns, readLabels) = ScoreColumns.Read(context.Reader);
        var (_, sizes, entry) = ModelDescription.Read<Description>(context.ReadEntry, DescriptionName, FormatVersion);
        if (sizes.Length is < 2 or > MaxLayerCount || sizes.Any(size => size < 1))
            throw new InvalidDataException($"Entry '{DescriptionName}' is damaged: its sizes are those of no network.");
        var expected = Enumerable.Range(0, sizes.Length - 1).SelectMany(i => new (string, int[])[]
        {
            (WeightName(i), [sizes[i + 1], sizes[i]]), (BiasName(i), [sizes[i + 1]]),
        });
        var weights = ModelEntries.Read(context.ReadEntry, WeightsName, entry, stream => Safetensors.Read(stream, expected));
        var model = new MultilayerPerceptron([.. Enumerable.Range(0, sizes.Length - 1).Select(i => (weights[WeightName(i)], weights[BiasName(i)]))]);
        return new VectorClassifierTransformer(environment, model, readLabels(model.ClassCount), featureColumnName, columns);
    }

    private static string WeightName(int layer) => $"layers.{layer}.weight";

    private static string BiasName(int layer) => $"layers.{layer}.bias";

    private sealed record Description(int FormatVersion, int[] Sizes, EntryDescription Weights);
}
