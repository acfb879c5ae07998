using Microsoft.ML.MultiFit;

namespace Microsoft.ML;

/// <summary>The ways from <c>mlContext.Transforms.Text</c> to MultiFiT's vocabularies and language models.</summary>
public static class TextMultiFitCatalog
{
    /// <summary>Cuts texts into the pieces of a vocabulary.</summary>
    /// <param name="catalog">The text transforms.</param>
    /// <param name="outputColumnName">Name of the column of piece ids, a variable-length vector of <see cref="int"/>.</param>
    /// <param name="inputColumnName">The text column; null means the same name.</param>
    /// <param name="model">The vocabulary.</param>
    public static SentencePieceEstimator SentencePiece(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName, SentencePieceModel model) =>
        new(MLNetInternals.GetEnvironment(catalog), outputColumnName, inputColumnName, model);

    /// <summary>Learns a vocabulary from a text column, and cuts texts into its pieces.</summary>
    /// <param name="catalog">The text transforms.</param>
    /// <param name="outputColumnName">Name of the column of piece ids, a variable-length vector of <see cref="int"/>.</param>
    /// <param name="inputColumnName">The text column; null means the same name.</param>
    /// <param name="options">How the vocabulary is learned.</param>
    /// <param name="progress">Told how far learning is. Default null.</param>
    /// <param name="cancellationToken">Ends learning with an <see cref="OperationCanceledException"/>.</param>
    public static SentencePieceEstimator LearnSentencePiece(
        this TransformsCatalog.TextTransforms catalog,
        string outputColumnName,
        string? inputColumnName,
        UnigramTrainerOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        new(MLNetInternals.GetEnvironment(catalog), outputColumnName, inputColumnName, options, progress, cancellationToken);

    /// <summary>Learns a vocabulary of whole words, and looks the words of texts up in it.</summary>
    /// <param name="catalog">The text transforms.</param>
    /// <param name="outputColumnName">Name of the column of word ids, a variable-length vector of <see cref="int"/>.</param>
    /// <param name="inputColumnName">The text column; null means the same name.</param>
    /// <param name="options">How the vocabulary is learned.</param>
    /// <param name="progress">Told how far learning is. Default null.</param>
    /// <param name="cancellationToken">Ends learning with an <see cref="OperationCanceledException"/>.</param>
    public static SentencePieceEstimator LearnWordVocabulary(
        this TransformsCatalog.TextTransforms catalog,
        string outputColumnName,
        string? inputColumnName,
        WordVocabularyOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        new(MLNetInternals.GetEnvironment(catalog), outputColumnName, inputColumnName, options, progress, cancellationToken);

    /// <summary>
    /// Learns from sentence pairs to turn texts of two languages into vectors of one space. The result reads texts of either language from one column.
    /// </summary>
    /// <param name="catalog">The text transforms.</param>
    /// <param name="outputColumnName">Name of the column of vectors.</param>
    /// <param name="inputColumnName">The text column that the result reads, of documents; null means the same name.</param>
    /// <param name="sourceColumnName">Of the pairs, the sentences in the language of the labels.</param>
    /// <param name="targetColumnName">Of the pairs, their translations.</param>
    /// <param name="options">How it is learned; null takes the defaults. Default null.</param>
    /// <param name="progress">Told how far learning is. Default null.</param>
    /// <param name="cancellationToken">Ends learning with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public static CrossLingualEmbeddingEstimator CrossLingualEmbedding(
        this TransformsCatalog.TextTransforms catalog,
        string outputColumnName,
        string? inputColumnName,
        string sourceColumnName,
        string targetColumnName,
        CrossLingualEmbeddingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        new(MLNetInternals.GetEnvironment(catalog), outputColumnName, inputColumnName, sourceColumnName, targetColumnName, options, progress, cancellationToken);

    /// <summary>Turns texts into document vectors and perplexities.</summary>
    /// <param name="catalog">The text transforms.</param>
    /// <param name="outputColumnName">Name of the column of vectors, three times the embedding's size.</param>
    /// <param name="inputColumnName">The text column; null means the same name.</param>
    /// <param name="model">The language model.</param>
    /// <param name="perplexityColumnName">Name of the column of perplexities.</param>
    public static LanguageModelEstimator LanguageModel(
        this TransformsCatalog.TextTransforms catalog,
        string outputColumnName,
        string? inputColumnName,
        LanguageModel model,
        string perplexityColumnName = "Perplexity") =>
        new(MLNetInternals.GetEnvironment(catalog), outputColumnName, inputColumnName, model, null, perplexityColumnName);

    /// <summary>Turns texts of many languages into vectors that lie near each other where the texts say the same, with a LASER encoder.</summary>
    /// <param name="catalog">The text transforms.</param>
    /// <param name="outputColumnName">Name of the column of vectors, of the encoder's output size: 1,024 in the published one.</param>
    /// <param name="inputColumnName">The text column; null means the same name.</param>
    /// <param name="encoder">The encoder (<see cref="LaserEncoder.Load"/>).</param>
    /// <param name="options">What is done to the texts first, their language among it; null for the defaults. Default null.</param>
    /// <exception cref="ArgumentException">Options are out of range.</exception>
    public static LaserEstimator Laser(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName, LaserEncoder encoder, LaserOptions? options = null) =>
        new(MLNetInternals.GetEnvironment(catalog), outputColumnName, inputColumnName, encoder, options);

    /// <summary>Fine-tunes a language model on a text column, and turns texts into its document vectors and perplexities.</summary>
    /// <param name="catalog">The text transforms.</param>
    /// <param name="outputColumnName">Name of the column of vectors, three times the embedding's size.</param>
    /// <param name="inputColumnName">The text column; null means the same name.</param>
    /// <param name="model">The language model to start from. It is not changed.</param>
    /// <param name="options">How it is fine-tuned; null takes the authors' values. Default null.</param>
    /// <param name="perplexityColumnName">Name of the column of perplexities.</param>
    /// <param name="progress">Told about every training step. Default null.</param>
    /// <param name="cancellationToken">Ends training with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public static LanguageModelEstimator FineTuneLanguageModel(
        this TransformsCatalog.TextTransforms catalog,
        string outputColumnName,
        string? inputColumnName,
        LanguageModel model,
        LanguageModelOptions? options = null,
        string perplexityColumnName = "Perplexity",
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        new(MLNetInternals.GetEnvironment(catalog), outputColumnName, inputColumnName, model, options ?? MultiFitPreset.Paper.FineTuning, perplexityColumnName, progress, cancellationToken);
}
