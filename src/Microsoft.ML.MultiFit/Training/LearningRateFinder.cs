namespace Microsoft.ML.MultiFit;

/// <summary>
/// Looks for a learning rate before a long run: trains for about a hundred steps at ever higher rates and notes the loss, until it rises to four times the
/// lowest. Nothing of what is learned remains.
/// </summary>
/// <example><code>
/// var curve = LearningRateFinder.Find(preset.FineTuning, german, texts);
/// curve.SaveSvg("rates.svg");
/// var options = preset.FineTuning with { Training = preset.FineTuning.Training with { LearningRate = curve.Suggestion ?? 1e-3 } };
/// </code></example>
public static class LearningRateFinder
{
    private const double LargestRise = 4;

    /// <summary>The losses of language-model training, with all groups learning from the first step.</summary>
    /// <param name="options">The stage; its rates count by their ratios alone.</param>
    /// <param name="start">The model to start from. It is not changed.</param>
    /// <param name="documents">The training text. No more of it is read than all steps can need.</param>
    /// <param name="sweep">The rates to try; null for fastai's. Default null.</param>
    /// <param name="progress">Told about every step as the stage <c>find-rate</c>.</param>
    /// <param name="cancellationToken">Looked at before every step.</param>
    /// <exception cref="ArgumentException">Options are out of range, or there is no text.</exception>
    /// <exception cref="TrainingException">Not even the first step can be done.</exception>
    public static RateCurve Find(
        LanguageModelOptions options,
        LanguageModel start,
        IEnumerable<string> documents,
        RateSweep? sweep = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(documents);
        sweep ??= new RateSweep();
        long pieces = (long)sweep.StepCount * options.Training.BatchSize * options.Training.BpttLength;
        long characters = pieces * start.Vocabulary.Pieces.Max(piece => piece.Piece.Length);
        return Find(options.Training, sweep, progress, cancellationToken, (training, recorder, token) =>
            new LanguageModelTrainer(options with { Training = training }).Train(start, Beginning(documents, characters), null, recorder, token));
    }

    /// <summary>The losses of a classifier's training; otherwise as for language models.</summary>
    /// <param name="options">The stage.</param>
    /// <param name="start">The language model whose encoder is trained on. It is not changed.</param>
    /// <param name="classCount">How many classes there are.</param>
    /// <param name="documents">The labelled documents.</param>
    /// <param name="sweep">The rates to try; null for fastai's. Default null.</param>
    /// <param name="progress">Told about every step as the stage <c>find-rate</c>.</param>
    /// <param name="cancellationToken">Looked at before every step.</param>
    public static RateCurve Find(
        ClassifierOptions options,
        LanguageModel start,
        int classCount,
        IReadOnlyList<LabeledDocument> documents,
        RateSweep? sweep = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Find(options.Training, sweep ?? new RateSweep(), progress, cancellationToken, (training, recorder, token) =>
            new ClassifierTrainer(options with { Training = training, Runs = 1 }).Train(start, classCount, documents, null, recorder, token));
    }

    private static RateCurve Find(
        TrainingOptions options,
        RateSweep sweep,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken,
        Action<TrainingOptions, IProgress<TrainingProgress>, CancellationToken> train)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var recorder = new Recorder(sweep.StepCount, end, progress);
        var search = options with
        {
            // An epoch has at least one step, so these are enough.
            Epochs = sweep.StepCount,
            Schedule = sweep,
            LearningRate = sweep.HighestRate,
            LowestLearningRate = options.LowestLearningRate * (sweep.HighestRate / options.LearningRate),
            Unfreezing = [],
            Checkpoint = null,
        };
        try
        {
            train(search, recorder, end.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The recorder has seen enough.
        }
        catch (TrainingException exception) when (recorder.Points.Count > 0 && exception.InnerException is null)
        {
            // Too high a rate was to be met sooner or later.
        }

        return new RateCurve(recorder.Points);
    }

    /// <summary>The first documents, until there are so many characters.</summary>
    private static IEnumerable<string> Beginning(IEnumerable<string> documents, long characters)
    {
        long read = 0;
        foreach (var document in documents)
        {
            yield return document;
            read += document?.Length ?? 0;
            if (read >= characters)
                yield break;
        }
    }

    /// <summary>Notes rate and loss of each step, and says when it is enough.</summary>
    private sealed class Recorder(int stepCount, CancellationTokenSource end, IProgress<TrainingProgress>? next) : IProgress<TrainingProgress>
    {
        private double _lowest = double.PositiveInfinity;

        public List<RatePoint> Points { get; } = [];

        public void Report(TrainingProgress value)
        {
            if (value.EpochEnded || end.IsCancellationRequested)
                return;
            Points.Add(new RatePoint(value.LearningRate, value.Loss));
            _lowest = Math.Min(_lowest, value.Loss);
            next?.Report(value with { Stage = "find-rate", Epoch = 1, EpochCount = 1, StepCount = stepCount, Remaining = default });
            if (Points.Count == stepCount || value.Loss > LargestRise * _lowest)
                end.Cancel();
        }
    }
}
