using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Cuts texts into the pieces of a SentencePiece vocabulary, which is given or learned from them.
/// </summary>
/// <remarks>
/// Input column: a text. Output column: a vector of <see cref="int"/> piece ids, of variable length, empty for an empty text. No native
/// library is needed, to learn or to cut. No ONNX export.
/// </remarks>
public sealed class SentencePieceEstimator : IEstimator<SentencePieceTransformer>
{
    private readonly IHost _host;
    private readonly SentencePieceModel? _model;
    private readonly Func<IEnumerable<string>, IProgress<TrainingProgress>, CancellationToken, SentencePieceModel>? _learn;
    private readonly string _inputColumnName;
    private readonly string _outputColumnName;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Uses a given vocabulary.</summary>
    /// <param name="environment">The <see cref="MLContext"/>, or the environment of one.</param>
    /// <param name="outputColumnName">Name of the column of piece ids.</param>
    /// <param name="inputColumnName">The text column; null means the same name.</param>
    /// <param name="model">The vocabulary.</param>
    public SentencePieceEstimator(IHostEnvironment environment, string outputColumnName, string? inputColumnName, SentencePieceModel model)
        : this(environment, outputColumnName, inputColumnName)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
    }

    /// <summary>Learns a vocabulary from the text column.</summary>
    /// <param name="environment">The <see cref="MLContext"/>, or the environment of one.</param>
    /// <param name="outputColumnName">Name of the column of piece ids.</param>
    /// <param name="inputColumnName">The text column; null means the same name.</param>
    /// <param name="options">
    /// How the vocabulary is learned. Texts longer than <see cref="UnigramTrainerOptions.MaxSentenceBytes"/> are not passed over but cut (<see cref="TextChunks"/>).
    /// </param>
    /// <param name="progress">Told how far learning is. Default null.</param>
    /// <param name="cancellationToken">Ends learning with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public SentencePieceEstimator(
        IHostEnvironment environment,
        string outputColumnName,
        string? inputColumnName,
        UnigramTrainerOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
        : this(environment, outputColumnName, inputColumnName)
    {
        var trainer = new UnigramTrainer(options);
        _learn = (texts, progress, token) => trainer.Train(TextChunks.Cut(texts, options.MaxSentenceBytes), progress, token);
        (_progress, _cancellationToken) = (progress, cancellationToken);
    }

    /// <summary>Learns a vocabulary of whole words from the text column.</summary>
    /// <param name="environment">The <see cref="MLContext"/>, or the environment of one.</param>
    /// <param name="outputColumnName">Name of the column of word ids.</param>
    /// <param name="inputColumnName">The text column; null means the same name.</param>
    /// <param name="options">How the vocabulary is learned.</param>
    /// <param name="progress">Told how far learning is. Default null.</param>
    /// <param name="cancellationToken">Ends learning with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public SentencePieceEstimator(
        IHostEnvironment environment,
        string outputColumnName,
        string? inputColumnName,
        WordVocabularyOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
        : this(environment, outputColumnName, inputColumnName)
    {
        _learn = new WordVocabularyTrainer(options).Train;
        (_progress, _cancellationToken) = (progress, cancellationToken);
    }

    private SentencePieceEstimator(IHostEnvironment environment, string outputColumnName, string? inputColumnName)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        _host = environment.Register(nameof(SentencePieceEstimator));
        _outputColumnName = outputColumnName;
        _inputColumnName = inputColumnName ?? outputColumnName;
    }

    /// <summary>Learns the vocabulary if none was given; otherwise only looks at the schema.</summary>
    /// <param name="input">The text to learn from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The text column is missing or not text.</exception>
    /// <exception cref="InvalidDataException">There are no rows to learn from.</exception>
    public SentencePieceTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaCheck.RequireText(input.Schema, _inputColumnName);
        return new SentencePieceTransformer(_host, _model ?? Learn(input), _inputColumnName, _outputColumnName);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaCheck.RequireText(inputSchema, _inputColumnName);
        return SchemaShapes.Append(inputSchema, SentencePieceTransformer.CreateColumns(_outputColumnName).Select(column => column.Definition));
    }

    private SentencePieceModel Learn(IDataView input)
    {
        using var run = new TrainingRun(_host, _progress, _cancellationToken);
        return _learn!(TextColumn.Read(input, _inputColumnName, run), run, run.Token);
    }
}
