using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Turns texts into document vectors with a language model, which it can fine-tune on them first.
/// </summary>
/// <remarks>
/// <para>Input column: a text. Output columns: a vector of <see cref="float"/> of three times the embedding's size, and <c>Perplexity</c>, a
/// <see cref="float"/>, NaN for an empty document.</para>
/// <para>Without fine-tuning nothing is learned and nothing native is needed; fine-tuning needs TorchSharp. No ONNX export.</para>
/// </remarks>
public sealed class LanguageModelEstimator : IEstimator<LanguageModelTransformer>
{
    private readonly IHost _host;
    private readonly LanguageModel _model;
    private readonly LanguageModelTrainer? _trainer;
    private readonly string _inputColumnName;
    private readonly LanguageModelColumns _columns;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Checks the arguments; nothing is read before <see cref="Fit"/>.</summary>
    /// <param name="environment">The <see cref="MLContext"/>, or the environment of one.</param>
    /// <param name="outputColumnName">Name of the column of vectors.</param>
    /// <param name="inputColumnName">The text column; null means the same name.</param>
    /// <param name="model">The language model. It is not changed.</param>
    /// <param name="fineTuning">How it is fine-tuned on the text; null leaves it as it is. Default null.</param>
    /// <param name="perplexityColumnName">Name of the column of perplexities. Default <c>Perplexity</c>.</param>
    /// <param name="progress">Told about every training step. Default null.</param>
    /// <param name="cancellationToken">Ends training with an <see cref="OperationCanceledException"/>. Looked at once per step.</param>
    /// <exception cref="ArgumentException">An argument is missing, or options are out of range; the message names all of them.</exception>
    public LanguageModelEstimator(
        IHostEnvironment environment,
        string outputColumnName,
        string? inputColumnName,
        LanguageModel model,
        LanguageModelOptions? fineTuning = null,
        string perplexityColumnName = "Perplexity",
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(perplexityColumnName);
        _host = environment.Register(nameof(LanguageModelEstimator));
        _model = model;
        _trainer = fineTuning is null ? null : new LanguageModelTrainer(fineTuning);
        _inputColumnName = inputColumnName ?? outputColumnName;
        _columns = new LanguageModelColumns(outputColumnName, perplexityColumnName);
        (_progress, _cancellationToken) = (progress, cancellationToken);
    }

    /// <summary>Fine-tunes the model if it was asked to; otherwise only looks at the schema.</summary>
    /// <param name="input">The text to learn from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The text column is missing or not text.</exception>
    /// <exception cref="InvalidDataException">There are no rows to learn from.</exception>
    public LanguageModelTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaCheck.RequireText(input.Schema, _inputColumnName);
        return new LanguageModelTransformer(_host, FineTune(input), _inputColumnName, _columns);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaCheck.RequireText(inputSchema, _inputColumnName);
        return SchemaShapes.Append(inputSchema, _columns.Create(_model.Architecture.EmbeddingSize).Select(column => column.Definition));
    }

    private LanguageModel FineTune(IDataView input)
    {
        if (_trainer is null)
            return _model;
        using var run = new TrainingRun(_host, _progress, _cancellationToken);
        return _trainer.Train(_model, TextColumn.Read(input, _inputColumnName, run), null, run, run.Token);
    }
}
