using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Trains a small neural network on vectors: the classifier that LASER's publishers, and MultiFiT's zero-shot teacher, put on top of the vectors of
/// <see cref="LaserTransformer"/>.
/// </summary>
/// <remarks>
/// <para>Input columns: a label (key), a vector of <see cref="float"/> of known size, and optionally a weight (<see cref="float"/>). Output columns: those of
/// <see cref="MultiFitTrainer"/>.</para>
/// <para>Characteristics: multiclass classification, two classes or more; features are taken as they are, so bring them to a common scale; no caching
/// needed; nothing native is needed; no ONNX export. Equal data and options give the same weights. The trainer keeps no state: it can be fitted any number of
/// times.</para>
/// </remarks>
public sealed partial class MultilayerPerceptronTrainer : IEstimator<VectorClassifierTransformer>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly LabeledVectors _rows;
    private readonly ScoreColumns _columns;

    /// <summary>Checks the options; nothing is read before <see cref="Fit"/>.</summary>
    /// <param name="environment">The <see cref="MLContext"/>, or the environment of one.</param>
    /// <param name="options">What to train on, and how.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public MultilayerPerceptronTrainer(IHostEnvironment environment, Options options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        MultiFit.Options.Check(nameof(options), options.Problems());
        _options = options.Copy();
        _host = environment.Register(nameof(MultilayerPerceptronTrainer));
        _rows = new LabeledVectors(new LabeledRows(options.LabelColumnName, options.FeatureColumnName, options.ExampleWeightColumnName));
        _columns = new ScoreColumns(options.PredictedLabelColumnName, options.ScoreColumnName, options.ProbabilityColumnName);
    }

    /// <summary>Trains on the rows that have a label.</summary>
    /// <param name="input">The training data. Its key's count is the number of classes, whether they all occur or not.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="InvalidDataException">
    /// There are no labelled rows, they all have the same label, a weight is negative or not a number, or a feature is not a finite number.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token of the options, or ML.NET, asked for it.</exception>
    public VectorClassifierTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var label = SchemaCheck.RequireKey(input.Schema, "label", _rows.Columns.Label);
        int classCount = SchemaCheck.RequireClasses(label);
        int featureCount = _rows.CountFeatures(input.Schema);
        using var run = new TrainingRun(_host, _options.Progress, _options.CancellationToken);
        var rows = _rows.ReadTraining(input, label, featureCount, run);
        var unweighted = new LabeledVectors(_rows.Columns with { Weight = null });
        var validation = _options.ValidationSet is { } set ? unweighted.Read(set, label, featureCount, run) : null;
        var model = new MultilayerPerceptronTraining(_options.Network, featureCount, classCount).Train(rows, validation, run, run.Token);
        return new VectorClassifierTransformer(_host, model, LabelValues.Of(label), _rows.Columns.Input, _columns);
    }

    /// <summary>The columns that the trained model will add, known before the data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _columns.AppendTo(inputSchema, _rows.Require(inputSchema));
}
