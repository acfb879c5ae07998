using System.Diagnostics;

namespace Microsoft.ML.MultiFit;

/// <summary>Where a stage of training stands: counts steps and epochs and tells an <see cref="IProgress{T}"/> about them.</summary>
/// <param name="stage">The stage's name.</param>
/// <param name="epochCount">Epochs of the whole stage.</param>
/// <param name="stepsPerEpoch">Steps of each.</param>
/// <param name="progress">Who is told; null for nobody.</param>
internal sealed class ProgressReporter(string stage, int epochCount, int stepsPerEpoch, IProgress<TrainingProgress>? progress)
{
    /// <summary>The smoothed loss is an exponential mean that forgets 2 % per step, as in fastai.</summary>
    private const double Memory = 0.98;

    private readonly TrainingHistory _history = new(progress);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _timeBefore;
    private double _mean;
    private double _epochSum;
    private long _tokens;
    private double _rate;

    /// <summary>Whole epochs done, their validation included.</summary>
    public int Epoch { get; private set; }

    /// <summary>Steps done of the next epoch.</summary>
    public int StepInEpoch { get; private set; }

    /// <summary>Mean cross entropy of the last whole epoch.</summary>
    public double LastEpochLoss { get; private set; } = double.NaN;

    /// <summary>Where the run stands, for error messages.</summary>
    public string Place => $"stage '{stage}', epoch {Epoch + 1}, step {Step + 1} of {epochCount * stepsPerEpoch}";

    /// <summary>Everything above, for a checkpoint.</summary>
    public ProgressState State
    {
        get => new(Epoch, StepInEpoch, _mean, _epochSum, _tokens, LastEpochLoss, _rate, Elapsed, _history.Reports);
        set
        {
            (Epoch, StepInEpoch, _mean, _epochSum, _tokens) = (value.Epoch, value.StepInEpoch, value.Mean, value.EpochSum, value.TokenCount);
            (LastEpochLoss, _rate) = (value.LastEpochLoss, value.LearningRate);
            _timeBefore = value.Elapsed;
            foreach (var report in value.Reports)
                _history.Report(report);
        }
    }

    private int Step => (Epoch * stepsPerEpoch) + StepInEpoch;

    private TimeSpan Elapsed => _timeBefore + _watch.Elapsed;

    /// <summary>Counts a finished step.</summary>
    /// <param name="loss">What it gave.</param>
    /// <param name="rate">The last group's learning rate.</param>
    public void StepDone(StepLoss loss, double rate)
    {
        StepInEpoch++;
        _tokens += loss.TokenCount;
        _mean = (_mean * Memory) + (loss.CrossEntropy * (1 - Memory));
        _epochSum += loss.CrossEntropy;
        _rate = rate;
        _history.Report(Now());
    }

    /// <summary>Counts a finished epoch.</summary>
    /// <param name="validation">What the validation set said; null where there is none.</param>
    public void EpochDone(ValidationResult? validation)
    {
        LastEpochLoss = _epochSum / stepsPerEpoch;
        _epochSum = 0;
        var report = Now() with { EpochEnded = true, ValidationLoss = validation?.Loss, ValidationAccuracy = validation?.Accuracy };
        Epoch++;
        StepInEpoch = 0;
        _history.Report(report);
    }

    private TrainingProgress Now()
    {
        int stepCount = epochCount * stepsPerEpoch;
        var elapsed = Elapsed;
        return new TrainingProgress(
            stage,
            Epoch + 1,
            epochCount,
            Step,
            stepCount,
            _mean / (1 - Math.Pow(Memory, Step)),
            TokensPerSecond: _tokens / Math.Max(elapsed.TotalSeconds, 1e-9),
            Remaining: elapsed * ((double)(stepCount - Step) / Step),
            LearningRate: _rate);
    }
}

/// <summary>A <see cref="ProgressReporter"/> in a checkpoint.</summary>
internal sealed record ProgressState(
    int Epoch,
    int StepInEpoch,
    double Mean,
    double EpochSum,
    long TokenCount,
    double LastEpochLoss,
    double LearningRate,
    TimeSpan Elapsed,
    IReadOnlyList<TrainingProgress> Reports);
