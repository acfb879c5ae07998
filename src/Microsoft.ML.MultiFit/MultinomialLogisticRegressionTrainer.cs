using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Trains multinomial logistic regression with an L2 penalty on vectors, such as those of <see cref="CrossLingualEmbeddingTransformer"/> or
/// <see cref="LanguageModelTransformer"/>.
/// </summary>
/// <remarks>
/// <para>Input columns: a label (key), a vector of <see cref="float"/> of known size, and optionally a weight (<see cref="float"/>). Output columns: those of
/// <see cref="MultiFitTrainer"/>.</para>
/// <para>Characteristics: multiclass classification, two classes or more; features are taken as they are, so bring them to a common scale; no caching
/// needed; the penalty is chosen by cross-validation unless it is given; nothing native is needed; no ONNX export. The solution does not depend on the number
/// of threads. The trainer keeps no state: it can be fitted any number of times.</para>
/// </remarks>
public sealed partial class MultinomialLogisticRegressionTrainer : IEstimator<MultinomialLogisticRegressionTransformer>
{
    private const string FeatureRole = "feature";

    private readonly IHost _host;
    private readonly Options _options;
    private readonly LabeledRows _rows;
    private readonly ScoreColumns _columns;

    /// <summary>Checks the options; nothing is read before <see cref="Fit"/>.</summary>
    /// <param name="environment">The <see cref="MLContext"/>, or the environment of one.</param>
    /// <param name="options">What to train on, and how.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public MultinomialLogisticRegressionTrainer(IHostEnvironment environment, Options options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        MultiFit.Options.Check(nameof(options), options.Problems());
        _options = options.Copy();
        _host = environment.Register(nameof(MultinomialLogisticRegressionTrainer));
        _rows = new LabeledRows(options.LabelColumnName, options.FeatureColumnName, options.ExampleWeightColumnName);
        _columns = new ScoreColumns(options.PredictedLabelColumnName, options.ScoreColumnName, options.ProbabilityColumnName);
    }

    /// <summary>Trains on the rows that have a label.</summary>
    /// <param name="input">The training data. Its key's count is the number of classes; those that do not occur get probability 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="InvalidDataException">
    /// There are no labelled rows, they all have the same label, a weight is negative or not a number, or a feature is not a finite number.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token of the options, or ML.NET, asked for it.</exception>
    public MultinomialLogisticRegressionTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var label = SchemaCheck.RequireKey(input.Schema, "label", _rows.Label);
        int classCount = SchemaCheck.RequireClasses(label);
        var features = SchemaCheck.RequireVector(input.Schema, FeatureRole, _rows.Input);
        using var run = new TrainingRun(_host, null, _options.CancellationToken);
        var column = InputColumn.Vector(FeatureRole, _rows.Input, ((VectorDataViewType)features.Type).Size);
        var rows = _rows.Read(
            input, column, label, row => LabeledRows.CreateKeyReader(row, label), run, (values, value, weight) => new LabeledVector(values, value, weight));
        Check(rows);
        var model = new LogisticRegressionTraining(_options.Regression, classCount).Fit(rows, run.Info, run.Token);
        return new MultinomialLogisticRegressionTransformer(_host, model, LabelValues.Of(label), _rows.Input, _columns);
    }

    /// <summary>The columns that the trained model will add, known before the data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var label = SchemaCheck.RequireKey(inputSchema, "label", _rows.Label);
        SchemaCheck.RequireVector(inputSchema, FeatureRole, _rows.Input);
        if (_rows.Weight is not null)
            SchemaCheck.RequireSingle(inputSchema, "weight", _rows.Weight);
        return _columns.AppendTo(inputSchema, label);
    }

    private void Check(List<LabeledVector> rows)
    {
        int wrong = rows.FindIndex(row => !Array.TrueForAll(row.Features, float.IsFinite));
        if (wrong >= 0)
            throw new InvalidDataException($"Column '{_rows.Input}': labelled row {wrong + 1} has a feature that is not a finite number.");
        if (!rows.Exists(row => row.Label != rows[0].Label))
            throw new InvalidDataException($"All {rows.Count} labelled rows have the same label in column '{_rows.Label}'; a classifier needs two.");
    }
}
