using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Trains a text classifier on top of a language model, as MultiFiT does: optionally fine-tunes the language model on the task's own text,
/// then trains encoder and head on the labels.
/// </summary>
/// <remarks>
/// <para>Input columns: a label (key; <c>MapValueToKey</c> makes one), a text, and optionally a weight (<see cref="float"/>). Output columns:</para>
/// <list type="table">
/// <listheader><term>Column</term><description>Type and meaning</description></listheader>
/// <item><term><c>PredictedLabel</c></term><description>Key with the label's own values: the likeliest class.</description></item>
/// <item><term><c>Score</c></term><description>Vector of <see cref="float"/>, as long as the label's key: probabilities that sum to 1. Of equal ones the first class wins.</description></item>
/// <item><term><c>Probability</c></term><description><see cref="float"/>: the predicted label's probability.</description></item>
/// </list>
/// <para>Characteristics: multiclass classification, two classes or more; no normalization and no caching needed; missing text counts as empty; needs
/// TorchSharp to train, nothing native to predict; no ONNX export. The trainer keeps no state: it can be fitted any number of times.</para>
/// </remarks>
public sealed partial class MultiFitTrainer : IEstimator<MultiFitTransformer>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly int _seed;
    private readonly Stages _stages;
    private readonly EnsembleTrainer _trainer;
    private readonly LabeledRows _rows;
    private readonly ScoreColumns _columns;

    /// <summary>Checks the options; nothing is read before <see cref="Fit"/>.</summary>
    /// <param name="environment">The <see cref="MLContext"/>, or the environment of one.</param>
    /// <param name="options">What to train on, and how.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public MultiFitTrainer(IHostEnvironment environment, Options options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        MultiFit.Options.Check(nameof(options), options.Problems());
        _options = options.Copy();
        _host = environment.Register(nameof(MultiFitTrainer), options.Seed);
        _seed = options.Seed ?? _host.Rand.Next();
        _stages = new Stages(_options, _seed);
        _trainer = new EnsembleTrainer(_stages.Classifier);
        _rows = new LabeledRows(options.LabelColumnName, options.TextColumnName, options.ExampleWeightColumnName);
        _columns = new ScoreColumns(options.PredictedLabelColumnName, options.ScoreColumnName, options.ProbabilityColumnName);
    }

    /// <summary>Trains on the rows that have a label.</summary>
    /// <param name="input">The training data. Its key's count is the number of classes, whether they all occur or not.</param>
    /// <returns>The trained model: with a validation set that of the best epoch, else of the last one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="InvalidDataException">There are no labelled rows, they all have the same label, or a weight is negative or not a number.</exception>
    /// <exception cref="OperationCanceledException">The token of the options, or ML.NET, asked for it.</exception>
    public MultiFitTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var label = SchemaCheck.RequireKey(input.Schema, "label", _rows.Label);
        int classCount = CountClasses(label);
        using var run = new TrainingRun(_host, _options.Progress, _options.CancellationToken);
        run.Info(FormattableString.Invariant($"seed {_seed}"));

        var documents = ReadDocuments(input, label, run);
        var validation = _options.ValidationSet is { } set ? (_rows with { Weight = null }).Read(set, label, run) : null;
        var languageModels = _stages.FineTune(documents.Select(document => document.Text), run);
        var classifiers = _trainer.Train(languageModels, classCount, documents, validation, run, run.Token);
        _stages.DeleteCheckpoints();
        return new MultiFitTransformer(_host, classifiers, LabelValues.Of(label), _rows.Input, _columns) { ThreadCount = _options.ThreadCount };
    }

    /// <summary>The columns that the trained model will add, known before the data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var label = SchemaCheck.RequireKey(inputSchema, "label", _rows.Label);
        _rows.RequireDocuments(inputSchema);
        return _columns.AppendTo(inputSchema, label);
    }

    private int CountClasses(DataViewSchema.Column label)
    {
        int count = SchemaCheck.RequireClasses(label);
        return _options.Classifier.ClassWeights is not { } weights || weights.Count == count
            ? count
            : throw SchemaCheck.Mismatch("label", label.Name, $"Key of {weights.Count} classes, one per class weight", label.Type.ToString()!);
    }

    private List<LabeledDocument> ReadDocuments(IDataView input, DataViewSchema.Column label, TrainingRun run)
    {
        var documents = _rows.Read(input, label, run);
        int first = documents[0].Label;
        return documents.Exists(document => document.Label != first)
            ? documents
            : throw new InvalidDataException($"All {documents.Count} labelled rows have the same label in column '{label.Name}'; a classifier needs two.");
    }
}
