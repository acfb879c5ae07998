using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Learns vectors that a text and its translation share, from sentence pairs alone, so that a classifier trained on one language's texts judges the other's.
/// </summary>
/// <remarks>
/// <para>It is fitted on two text columns, the source sentences and their translations. The transformer reads one text column, which may hold either language,
/// and adds a vector of <see cref="float"/>; see <see cref="CrossLingualEmbeddingTransformer"/>. The two kinds of data are different ones, so fit it by itself
/// and append what follows to the result: <c>embedding.Append(classifier.Fit(embedding.Transform(labelled)))</c>.</para>
/// <para>Nothing native is needed, to learn or to embed. No ONNX export. How it learns: <see cref="CrossLingualEmbeddingTrainer"/>.</para>
/// </remarks>
public sealed class CrossLingualEmbeddingEstimator : IEstimator<CrossLingualEmbeddingTransformer>
{
    private readonly IHost _host;
    private readonly CrossLingualEmbeddingTrainer _trainer;
    private readonly CrossLingualEmbeddingOptions _options;
    private readonly string _sourceColumnName;
    private readonly string _targetColumnName;
    private readonly string _inputColumnName;
    private readonly string _outputColumnName;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Checks the arguments; nothing is read before <see cref="Fit"/>.</summary>
    /// <param name="environment">The <see cref="MLContext"/>, or the environment of one.</param>
    /// <param name="outputColumnName">Name of the column of vectors.</param>
    /// <param name="inputColumnName">The text column that the transformer reads; null means the same name.</param>
    /// <param name="sourceColumnName">The sentences in the language of the labels.</param>
    /// <param name="targetColumnName">Their translations.</param>
    /// <param name="options">How it is learned; null takes the defaults. Default null.</param>
    /// <param name="progress">Told how far learning is. Default null.</param>
    /// <param name="cancellationToken">Ends learning with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">An argument is missing, or options are out of range; the message names all of them.</exception>
    public CrossLingualEmbeddingEstimator(
        IHostEnvironment environment,
        string outputColumnName,
        string? inputColumnName,
        string sourceColumnName,
        string targetColumnName,
        CrossLingualEmbeddingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(sourceColumnName);
        ArgumentException.ThrowIfNullOrEmpty(targetColumnName);
        _options = options ?? new();
        _trainer = new CrossLingualEmbeddingTrainer(_options);
        _host = environment.Register(nameof(CrossLingualEmbeddingEstimator));
        (_sourceColumnName, _targetColumnName) = (sourceColumnName, targetColumnName);
        (_inputColumnName, _outputColumnName) = (inputColumnName ?? outputColumnName, outputColumnName);
        (_progress, _cancellationToken) = (progress, cancellationToken);
    }

    /// <summary>Learns from the sentence pairs.</summary>
    /// <param name="input">The pairs; those with an empty side are passed over.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not text.</exception>
    /// <exception cref="InvalidDataException">There is no pair with text on both sides.</exception>
    /// <exception cref="OperationCanceledException">The token, or ML.NET, asked for it.</exception>
    public CrossLingualEmbeddingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var run = new TrainingRun(_host, _progress, _cancellationToken);
        var pairs = TextColumn.Read(input, [_sourceColumnName, _targetColumnName], run).Select(texts => new SentencePair(texts[0], texts[1]));
        return new CrossLingualEmbeddingTransformer(_host, _trainer.Train(pairs, run, run.Token), _inputColumnName, _outputColumnName) { ThreadCount = _options.ThreadCount };
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaCheck.RequireText(inputSchema, _sourceColumnName);
        SchemaCheck.RequireText(inputSchema, _targetColumnName);
        var columns = CrossLingualEmbeddingTransformer.CreateColumns(_outputColumnName, _options.Dimension);
        return SchemaShapes.Append(inputSchema, columns.Select(column => column.Definition));
    }
}
