namespace Microsoft.ML.MultiFit;

/// <summary>
/// Trains a language model on text: pretraining from random weights, fine-tuning from trained ones. Both are the same work; options say how.
/// </summary>
/// <example><code>
/// var german = new LanguageModelTrainer(preset.Pretraining).Train(LanguageModel.CreateRandom(preset.Architecture, rules, vocabulary, seed: 1), texts);
/// </code></example>
public sealed class LanguageModelTrainer
{
    private readonly LanguageModelOptions _options;

    /// <summary>A trainer for one stage.</summary>
    /// <exception cref="ArgumentException">Some options are out of range; the message names them all.</exception>
    public LanguageModelTrainer(LanguageModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options.Check(nameof(options), options.Problems());
        _options = options;
    }

    /// <summary>
    /// Runs the stage on <see cref="TrainingOptions.Device"/>. On the CPU equal options, text, starting weights and thread count give an equal model.
    /// Documents that are empty or white space are left out.
    /// </summary>
    /// <param name="start">Starting weights, vocabulary and text rules. It is not changed.</param>
    /// <param name="documents">The training text, one document each. Read once.</param>
    /// <param name="validation">Validation text; null for none. Documents as above.</param>
    /// <param name="progress">Told about every step and every epoch's end.</param>
    /// <param name="cancellationToken">Looked at before every document and step.</param>
    /// <returns>The start's vocabulary and text rules with new weights, and this stage added to its provenance.</returns>
    /// <exception cref="ArgumentException">There is no text in <paramref name="documents"/> or <paramref name="validation"/>, or one of them is null.</exception>
    /// <exception cref="TrainingException">The loss is no longer finite, or memory does not suffice.</exception>
    /// <exception cref="InvalidDataException">The checkpoint to go on from is damaged, or another run's; the message says how it differs.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public LanguageModel Train(
        LanguageModel start,
        IEnumerable<string> documents,
        IEnumerable<string>? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(documents);
        int? threads = _options.Training.ThreadCount;
        using var training = TokenCorpus.Encode(start, documents, nameof(documents), threads, cancellationToken);
        RequireText(training, nameof(documents));
        using var held = validation is null ? null : TokenCorpus.Encode(start, validation, nameof(validation), threads, cancellationToken);
        return Train(start, training, held, progress, cancellationToken);
    }

    /// <summary>Runs the stage on documents that were cut into pieces before, so that the text need not be in memory.</summary>
    /// <param name="start">Starting weights; its text rules and vocabulary must be those that made the ids.</param>
    /// <param name="training">The training documents; not disposed of.</param>
    /// <param name="validation">Validation documents; null for none. Not disposed of.</param>
    /// <param name="progress">Told about every step and every epoch's end.</param>
    /// <param name="cancellationToken">Looked at before every step.</param>
    /// <returns>As from text.</returns>
    /// <exception cref="ArgumentException">A corpus has fewer than two ids, or was made with other text rules or another vocabulary.</exception>
    /// <exception cref="InvalidOperationException">The loss is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public LanguageModel Train(
        LanguageModel start,
        TokenCorpus training,
        TokenCorpus? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(training);
        Require(start, training, nameof(training));
        if (validation is not null)
            Require(start, validation, nameof(validation));
        var (weights, stage) = Train(start.Architecture, start.Weights, start.Vocabulary.PadId, training, validation, progress, cancellationToken);
        return new LanguageModel(start.Architecture, start.TextRules, start.Vocabulary, weights, start.Provenance.After(stage));
    }

    /// <summary>The stage itself, from piece ids on.</summary>
    internal (WeightSet Weights, TrainingStage Stage) Train(
        ModelArchitecture architecture,
        WeightSet start,
        int paddingId,
        TokenCorpus training,
        TokenCorpus? validation,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        var options = _options.Training;
        using var threads = new TorchThreads(options.ThreadCount);
        using var device = new TrainingDevice(options);
        var masks = new DropoutMasks(options.Seed, device.Place);
        using var module = TrainingFailure.Place(
            "network",
            start.ValueCount,
            options.Device,
            () => new LanguageModelModule(architecture, paddingId, options.Dropout.Times(options.DropoutMultiplier), masks, device.Precision));
        ModuleWeights.Write(module, start);
        var task = new LanguageModelTask(module, training, validation, options);
        var trainee = new Trainee(module, [.. WeightNames.OfLanguageModel(architecture)], LayerGroups.Of(module), masks);
        var (weights, _, loss) = TrainingLoop.Run(task, trainee, _options.Stage, options, Identity, progress, cancellationToken);
        return (weights, new TrainingStage(_options.Stage, options.EpochCount, training.TokenCount, options.Seed, loss));

        RunIdentity Identity() => new RunIdentity()
            .With("", _options with { Training = options.Essence })
            .With("Architecture", architecture)
            .With("padding id", paddingId)
            .With("training text", training)
            .With("validation text", validation)
            .With("starting weights", start);
    }

    private static void Require(LanguageModel model, TokenCorpus corpus, string parameterName)
    {
        if (corpus.Encoding != ContentKey.OfEncoding(model))
            throw new ArgumentException("The ids were made with other text rules, another vocabulary or direction than the language model's.", parameterName);
        RequireText(corpus, parameterName);
    }

    private static void RequireText(TokenCorpus corpus, string parameterName)
    {
        if (corpus.TokenCount < 2)
            throw new ArgumentException("There is no document with text to learn from.", parameterName);
    }
}
