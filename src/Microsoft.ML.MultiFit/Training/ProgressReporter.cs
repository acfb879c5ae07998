using System.Diagnostics;

namespace Microsoft.ML.MultiFit;

/// <summary>Counts the steps of a stage and tells an <see cref="IProgress{T}"/> about them.</summary>
/// <param name="stage">The stage's name.</param>
/// <param name="epochCount">Epochs of the whole stage.</param>
/// <param name="stepsPerEpoch">Steps of each.</param>
/// <param name="progress">Who is told; null for nobody.</param>
internal sealed class ProgressReporter(string stage, int epochCount, int stepsPerEpoch, IProgress<TrainingProgress>? progress)
{
    /// <summary>The smoothed loss is an exponential mean that forgets 2 % per step, as in fastai.</summary>
    private const double Memory = 0.98;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private double _mean;
    private double _epochSum;
    private long _tokens;
    private int _step;

    /// <summary>The running epoch, from 0.</summary>
    public int Epoch => Math.Min(_step / stepsPerEpoch, epochCount - 1);

    /// <summary>Mean cross entropy of the last whole epoch.</summary>
    public double LastEpochLoss { get; private set; } = double.NaN;

    /// <summary>Where the run stands, for error messages.</summary>
    public string Place => $"stage '{stage}', epoch {Epoch + 1}, step {_step + 1} of {epochCount * stepsPerEpoch}";

    /// <summary>Counts a finished step.</summary>
    public void StepDone(StepLoss loss)
    {
        int epoch = Epoch;
        _step++;
        _tokens += loss.TokenCount;
        _mean = (_mean * Memory) + (loss.CrossEntropy * (1 - Memory));
        _epochSum += loss.CrossEntropy;
        progress?.Report(Now(epoch));
    }

    /// <summary>Counts a finished epoch.</summary>
    public void EpochDone(ValidationResult? validation)
    {
        LastEpochLoss = _epochSum / stepsPerEpoch;
        _epochSum = 0;
        progress?.Report(Now((_step / stepsPerEpoch) - 1) with
        {
            EpochEnded = true,
            ValidationLoss = validation?.Loss,
            ValidationAccuracy = validation?.Accuracy,
        });
    }

    private TrainingProgress Now(int epoch)
    {
        int stepCount = epochCount * stepsPerEpoch;
        var elapsed = _watch.Elapsed;
        return new TrainingProgress(
            stage,
            epoch + 1,
            epochCount,
            _step,
            stepCount,
            _mean / (1 - Math.Pow(Memory, _step)),
            TokensPerSecond: _tokens / Math.Max(elapsed.TotalSeconds, 1e-9),
            Remaining: elapsed * ((double)(stepCount - _step) / _step));
    }
}
