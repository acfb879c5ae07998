namespace Microsoft.ML.MultiFit;

/// <summary>
/// Trains a classifier of the target language without a label in it: a teacher of whatever kind, wrong now and then, labels documents, and a student that knows the
/// language learns from them. The student's language model makes up for much of the teacher's noise, so that it becomes better than its teacher (MultiFiT, Eisenschlos
/// et al. 2019).
/// </summary>
public sealed class PseudoLabelBootstrapper
{
    /// <summary>The stage in which documents are labelled.</summary>
    internal const string LabelingStage = "labels";

    private const int LabelingBlock = 256;

    private readonly BootstrapOptions _options;
    private readonly ClassifierOptions _classifier;
    private readonly PseudoLabelSelection _selection;
    private readonly EnsembleTrainer[] _trainers;

    /// <summary>A bootstrapper with these options.</summary>
    /// <param name="options">How the teacher's labels are used.</param>
    /// <param name="classifier">How each student is trained. Its seed also draws the held-out documents. With checkpoints each of several rounds has a file of its
    /// own, whose name ends with <c>.round1</c> and so on. Null: the authors' values.</param>
    /// <exception cref="ArgumentException">Some options are out of range; the message names them all.</exception>
    public PseudoLabelBootstrapper(BootstrapOptions options, ClassifierOptions? classifier = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options.Check(nameof(options), options.Problems());
        _options = options;
        _classifier = (classifier ?? new()) with { Temperature = options.Temperature };
        _selection = new PseudoLabelSelection(options.MinimumConfidence, options.DocumentsPerClass);
        _trainers = [.. Enumerable.Range(1, options.Rounds).Select(round => new EnsembleTrainer(OptionsOf(round)))];
    }

    /// <summary>Trains a student, or one a round. On the CPU equal options, documents, language model and thread count give an equal classifier.</summary>
    /// <param name="start">The target language's language model, as a rule fine-tuned on the documents. It is not changed.</param>
    /// <param name="classes">What the classes are called, class 0 first; at least 2. A class that the teacher gives no document is one the student hardly ever gives.</param>
    /// <param name="documents">The documents with the teacher's labels.</param>
    /// <param name="validation">Documents with true labels to choose the best epoch by; null holds pseudo-labels out (<see cref="BootstrapOptions.ValidationShare"/>).</param>
    /// <param name="progress">Told about every step and every epoch's end; of several rounds the stages begin with <c>round 1</c> and so on.</param>
    /// <param name="rounds">Told when a round begins.</param>
    /// <param name="cancellationToken">Looked at before every step and every block of documents that is labelled.</param>
    /// <returns>The last round's student.</returns>
    /// <exception cref="ArgumentException">There are no documents, a label, confidence or distribution is wrong, or a distribution is missing that is to be learned.</exception>
    /// <exception cref="InvalidDataException">The labels are all the same, or selection leaves no document of a class that the teacher gives.</exception>
    /// <exception cref="TrainingException">The loss is no longer finite, or memory does not suffice.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public TextClassifier Train(
        LanguageModel start,
        IReadOnlyList<string> classes,
        IReadOnlyList<PseudoLabeledDocument> documents,
        IReadOnlyList<LabeledDocument>? validation = null,
        IProgress<TrainingProgress>? progress = null,
        IProgress<BootstrapRound>? rounds = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return Train([start], classes, documents, validation, progress, rounds, cancellationToken)[0];
    }

    /// <summary>The same with students of several language models each round, which label together.</summary>
    internal IReadOnlyList<TextClassifier> Train(
        IReadOnlyList<LanguageModel> starts,
        IReadOnlyList<string> classes,
        IReadOnlyList<PseudoLabeledDocument> documents,
        IReadOnlyList<LabeledDocument>? validation,
        IProgress<TrainingProgress>? progress,
        IProgress<BootstrapRound>? rounds,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes.Count, 2, nameof(classes));
        _ = LabelMapping.To(classes);
        Check(documents, classes.Count);

        var labels = Balanced([.. documents.Select(document => document.Label)], classes.Count);
        var heldOut = new HeldOutDocuments(documents.Count, validation is null ? _options.ValidationShare : 0, _classifier.Training.Seed);
        int changed = 0;
        for (int round = 1; ; round++)
        {
            var (training, held, report) = Divide(documents, labels, classes, heldOut, round, changed);
            rounds?.Report(report);
            var roundProgress = _options.Rounds == 1 || progress is null ? progress : new PrefixedProgress($"round {round}", progress);
            var students = _trainers[round - 1].Train(starts, classes.Count, training, validation ?? held, roundProgress, cancellationToken);
            if (round == _options.Rounds)
            {
                DeleteCheckpoints();
                return students;
            }

            var before = labels;
            labels = Balanced(Label(students, documents, roundProgress, cancellationToken), classes.Count);
            changed = Enumerable.Range(0, labels.Length).Count(document => before[document]?.Label != labels[document]?.Label);
        }
    }

    private void Check(IReadOnlyList<PseudoLabeledDocument> documents, int classCount)
    {
        if (documents.Count == 0)
            throw new ArgumentException("There are no documents to learn from.", nameof(documents));
        for (int i = 0; i < documents.Count; i++)
        {
            if (documents[i].Text is null)
                throw new ArgumentException($"The text of document {i} is null.", nameof(documents));
            if (documents[i].Label is not { } label)
                continue;
            if (label.Label < 0 || label.Label >= classCount)
                throw new ArgumentException($"The label of document {i} is {label.Label}, outside 0…{classCount - 1}.", nameof(documents));
            if (!float.IsFinite(label.Confidence))
                throw new ArgumentException(FormattableString.Invariant($"The confidence of document {i} is {label.Confidence}; it must be finite."), nameof(documents));
            if (label.Distribution is { } distribution && !LabeledCorpus.IsDistribution(distribution, classCount))
                throw new ArgumentException($"The distribution of document {i} must be {classCount} probabilities that sum to 1.", nameof(documents));
            if (label.Distribution is null && _options.NeedsDistributions)
                throw new ArgumentException($"The label of document {i} has no distribution, which soft labels and balanced classes need.", nameof(documents));
        }
    }

    private PseudoLabel?[] Balanced(PseudoLabel?[] labels, int classCount) => _options.BalanceClasses ? ClassBalance.Apply(labels, classCount) : labels;

    /// <summary>Selects documents and holds some of them out.</summary>
    private (List<LabeledDocument> Training, List<LabeledDocument>? HeldOut, BootstrapRound Report) Divide(
        IReadOnlyList<PseudoLabeledDocument> documents,
        PseudoLabel?[] labels,
        IReadOnlyList<string> classes,
        HeldOutDocuments heldOut,
        int round,
        int changed)
    {
        var given = Counts(labels.Where(label => label is not null).Select(label => label!.Value.Label));
        var selected = _selection.Select(labels);
        RequireClasses(given, Counts(selected.Select(ClassOf)), classes, round);
        var held = heldOut.Of(selected, ClassOf);
        var training = selected.Where(document => !held.Contains(document)).ToList();
        var report = new BootstrapRound(
            round, _options.Rounds, classes, given, Counts(training.Select(ClassOf)), Counts(held.Select(ClassOf)), changed);
        return (
            training.ConvertAll(document => Labeled(document, _options.Labels)),
            held.Count == 0 ? null : [.. held.Order().Select(document => Labeled(document, PseudoLabelKind.Hard))],
            report);

        int ClassOf(int document) => labels[document]!.Value.Label;

        LabeledDocument Labeled(int document, PseudoLabelKind kind) => new(documents[document].Text, ClassOf(document), documents[document].Weight)
        {
            Distribution = kind == PseudoLabelKind.Soft ? labels[document]!.Value.Soften(_options.Temperature) : null,
        };

        int[] Counts(IEnumerable<int> ofClasses)
        {
            var counts = new int[classes.Count];
            foreach (int label in ofClasses)
                counts[label]++;
            return counts;
        }
    }

    private void RequireClasses(int[] given, int[] selected, IReadOnlyList<string> classes, int round)
    {
        var teacher = round == 1 ? "the teacher" : $"the student of round {round - 1}";
        if (given.Sum() == 0)
            throw new InvalidDataException($"Of {teacher} no document has a label.");
        var known = Enumerable.Range(0, classes.Count).Where(label => given[label] > 0).ToList();
        if (known.Count == 1)
            throw new InvalidDataException($"Of {teacher} all {given.Sum()} labelled documents have the label '{classes[known[0]]}'; a student needs two labels.");
        var lost = known.Where(label => selected[label] == 0).Select(label => classes[label]).ToList();
        if (lost.Count > 0)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{nameof(BootstrapOptions.MinimumConfidence)} {_options.MinimumConfidence} leaves no document that {teacher} labels {LabelMapping.Name(lost)}."));
        }
    }

    /// <summary>Of several rounds each leaves its checkpoint until the last has ended, so that none is trained twice.</summary>
    private ClassifierOptions OptionsOf(int round) => _options.Rounds == 1 ? _classifier : _classifier with
    {
        Training = _classifier.Training with { Checkpoint = _classifier.Training.Checkpoint?.WithSuffix($".round{round}", keepWhenFinished: true) },
    };

    private void DeleteCheckpoints()
    {
        if (_options.Rounds == 1 || _classifier.Training.Checkpoint is not { KeepWhenFinished: false })
            return;
        foreach (var trainer in _trainers)
            trainer.DeleteCheckpoints();
    }

    private PseudoLabel?[] Label(
        IReadOnlyList<TextClassifier> students, IReadOnlyList<PseudoLabeledDocument> documents, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var scorer = new EnsembleScorer(students);
        var labels = new List<PseudoLabel?>(documents.Count);
        foreach (var block in documents.Chunk(LabelingBlock))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var scores = scorer.Score(Array.ConvertAll(block, document => document.Text), _classifier.Training.ThreadCount);
            labels.AddRange(scores.Select(probabilities => (PseudoLabel?)PseudoLabel.Of(probabilities)));
            progress?.Report(new TrainingProgress(LabelingStage, 0, 0, labels.Count, documents.Count, double.NaN));
        }

        return [.. labels];
    }
}
