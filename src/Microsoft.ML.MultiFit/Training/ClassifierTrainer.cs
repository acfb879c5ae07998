namespace Microsoft.ML.MultiFit;

/// <summary>Trains a classifier on top of a language model's encoder.</summary>
public sealed class ClassifierTrainer
{
    private const string Stage = "classifier";

    private readonly ClassifierOptions _options;

    /// <summary>A trainer with these options.</summary>
    /// <exception cref="ArgumentException">Some options are out of range; the message names them all.</exception>
    public ClassifierTrainer(ClassifierOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = options.Problems();
        if (options.Training.BatchSize == 1)
            problems = problems.Append($"{nameof(TrainingOptions.BatchSize)} must be at least 2 for a classifier, whose batch norm compares documents.");
        Options.Check(nameof(options), problems);
        _options = options;
    }

    /// <summary>Trains on <see cref="TrainingOptions.Device"/>. On the CPU equal options, documents, language model and thread count give an equal classifier.</summary>
    /// <param name="start">The language model whose encoder is trained on. It is not changed.</param>
    /// <param name="classCount">How many classes there are, whether or not each has a document; at least 2.</param>
    /// <param name="documents">The labelled documents, of two classes at least. An empty text is a document; weight 0 leaves one out.</param>
    /// <param name="validation">With a validation set the weights of the epoch with the lowest validation loss are returned
    /// (<see cref="TrainingOptions.KeepBestEpoch"/>), else the last ones.</param>
    /// <param name="progress">Told about every step and every epoch's end.</param>
    /// <param name="cancellationToken">Looked at before every document and step.</param>
    /// <exception cref="ArgumentException">No document has text, all have one class, or a label, distribution, weight or class weight is wrong; the message says which.</exception>
    /// <exception cref="TrainingException">The loss is no longer finite, or memory does not suffice.</exception>
    /// <exception cref="InvalidDataException">The checkpoint to go on from is damaged, or another run's; the message says how it differs.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public TextClassifier Train(
        LanguageModel start,
        int classCount,
        IReadOnlyList<LabeledDocument> documents,
        IReadOnlyList<LabeledDocument>? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (_options.ClassWeights is { } classWeights && classWeights.Count != classCount)
            throw new ArgumentException($"There are {classWeights.Count} {nameof(ClassifierOptions.ClassWeights)} for {classCount} classes.", nameof(classCount));
        int threads = _options.Training.ThreadCount ?? Environment.ProcessorCount;
        var training = LabeledCorpus.Encode(start, classCount, documents, _options.ClassWeights, threads, nameof(documents), cancellationToken);
        if (training.Labels.Distinct().Count() == 1)
            throw new ArgumentException($"All {training.Labels.Length} documents have the label {training.Labels[0]}; a classifier needs at least two classes to learn from.", nameof(documents));
        var held = validation is null ? null : LabeledCorpus.Encode(start, classCount, validation, null, threads, nameof(validation), cancellationToken);
        var (weights, head, stage) = Train(
            start.Architecture, start.Weights, classCount, start.Vocabulary.PadId, training, held, progress, cancellationToken);
        var model = new LanguageModel(start.Architecture, start.TextRules, start.Vocabulary, weights, start.Provenance.After(stage));
        return new TextClassifier(model, classCount, head, _options.MaxLength);
    }

    /// <summary>The training itself, from piece ids on.</summary>
    internal (WeightSet LanguageModel, WeightSet Head, TrainingStage Stage) Train(
        ModelArchitecture architecture,
        WeightSet start,
        int classCount,
        int paddingId,
        LabeledCorpus training,
        LabeledCorpus? validation,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (_options.Runs > 1 && validation is null)
            throw new ArgumentException($"{_options.Runs} {nameof(ClassifierOptions.Runs)} need a validation set to choose by.", nameof(validation));
        var runs = Enumerable.Range(1, _options.Runs).Select(OptionsOf).ToList();
        var best = runs
            .Select((options, place) => Train(
                architecture, start, classCount, paddingId, training, validation, options, runs.Count == 1 ? Stage : $"run {place + 1} {Stage}", progress, cancellationToken))
            .MaxBy(run => run.Validation?.Accuracy ?? 0);
        if (runs.Count > 1 && _options.Training.Checkpoint is { KeepWhenFinished: false })
            DeleteCheckpoints();
        return (best.LanguageModel, best.Head, best.Stage);
    }

    /// <summary>Deletes what a finished run has left, when the longer run that it is part of has ended, too.</summary>
    internal void DeleteCheckpoints()
    {
        for (int run = 1; run <= _options.Runs; run++)
        {
            if (OptionsOf(run).Checkpoint is { } checkpoint)
                File.Delete(checkpoint.Path);
        }
    }

    /// <summary>One of several runs leaves its checkpoint until the last has ended, so that none is trained twice.</summary>
    private TrainingOptions OptionsOf(int run) => _options.Runs == 1 ? _options.Training : _options.Training with
    {
        Seed = unchecked(_options.Training.Seed + run - 1),
        Checkpoint = _options.Training.Checkpoint?.WithSuffix($".{run}", keepWhenFinished: true),
    };

    private (WeightSet LanguageModel, WeightSet Head, TrainingStage Stage, ValidationResult? Validation) Train(
        ModelArchitecture architecture,
        WeightSet start,
        int classCount,
        int paddingId,
        LabeledCorpus training,
        LabeledCorpus? validation,
        TrainingOptions options,
        string stage,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        using var threads = new TorchThreads(options.ThreadCount);
        using var device = new TrainingDevice(options);
        var masks = new DropoutMasks(options.Seed, device.Place);
        using var module = TrainingFailure.Place(
            "network", start.ValueCount, options.Device, () => new TextClassifierModule(architecture, classCount, paddingId, _options, masks, device.Precision));
        ModuleWeights.Write(module, Encoder(start));
        ModuleWeights.Write(module, NewClassifierHead.Weights(architecture, _options.HeadHiddenSize, classCount, options.Seed));
        var task = new ClassifierTask(module, classCount, training, validation, paddingId, options, _options.Temperature);
        var head = WeightNames.OfHead(architecture, _options.HeadHiddenSize, classCount).ToList();
        var encoder = WeightNames.OfLanguageModel(architecture).Where(weight => WeightNames.IsOfEncoder(weight.Name));
        var trainee = new Trainee(module, [.. encoder, .. head], LayerGroups.Of(module), masks);
        var (trained, result, loss) = TrainingLoop.Run(task, trainee, stage, options, Identity, progress, cancellationToken);
        return (
            LanguageModelPart(trained, start),
            Part(trained, head.Select(weight => weight.Name)),
            new TrainingStage(Stage, options.EpochCount, training.Tokens.TokenCount, options.Seed, loss),
            result);

        RunIdentity Identity() => new RunIdentity()
            .With("", _options with { Training = options.Essence })
            .With("Architecture", architecture)
            .With("class count", classCount)
            .With("padding id", paddingId)
            .With("training documents", training)
            .With("validation documents", validation)
            .With("starting weights", start);
    }

    private static WeightSet Part(WeightSet weights, IEnumerable<string> names) =>
        new(names.Select(name => KeyValuePair.Create(name, weights[name])));

    private static WeightSet Encoder(WeightSet languageModel) =>
        Part(languageModel, languageModel.Names.Where(WeightNames.IsOfEncoder));

    /// <summary>The trained encoder with the decoder it started with, which a classifier does not use.</summary>
    private static WeightSet LanguageModelPart(WeightSet trained, WeightSet start) =>
        new(start.Names.Select(name => KeyValuePair.Create(name, WeightNames.IsOfEncoder(name) ? trained[name] : start[name])));
}
