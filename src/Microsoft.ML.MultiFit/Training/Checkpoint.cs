using System.Diagnostics;
using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>Saves a run of training now and then, and takes it up again where it was.</summary>
internal sealed class Checkpoint
{
    private static readonly TimeSpan s_leastInterval = TimeSpan.FromSeconds(10);

    private readonly CheckpointOptions _options;
    private readonly RunIdentity _identity;
    private readonly Trainee _trainee;
    private readonly BestEpoch _best;
    private readonly ProgressReporter _reporter;
    private readonly Stopwatch _sinceSaved = Stopwatch.StartNew();
    private CheckpointFile? _toRestore;

    private Checkpoint(CheckpointOptions options, RunIdentity identity, Trainee trainee, BestEpoch best, ProgressReporter reporter) =>
        (_options, _identity, _trainee, _best, _reporter) = (options, identity, trainee, best, reporter);

    /// <summary>The file of the last checkpoint; null where none was made yet.</summary>
    public string? Saved => File.Exists(_options.Path) ? _options.Path : null;

    /// <summary>Goes back to what the file says, if there is one; all but optimizer and carried state, which <see cref="RestoreStep"/> fills.</summary>
    /// <returns>Null where no checkpoints are wanted.</returns>
    /// <exception cref="InvalidDataException">The file is damaged or another run's.</exception>
    /// <exception cref="IOException">There is a file but it is not to be gone on from, or it cannot be written.</exception>
    public static Checkpoint? Start(CheckpointOptions? options, Func<RunIdentity> identity, Trainee trainee, BestEpoch best, ProgressReporter reporter)
    {
        if (options is null)
            return null;
        AtomicFile.CheckWritable(options.Path);
        var checkpoint = new Checkpoint(options, identity(), trainee, best, reporter);
        if (File.Exists(options.Path))
            checkpoint.Restore();
        return checkpoint;
    }

    /// <summary>Fills optimizer and carried state, once, if the checkpoint was made within a phase or an epoch.</summary>
    public void RestoreStep(IOptimizer optimizer, IReadOnlyList<torch.Tensor> carried)
    {
        if (_toRestore is not { } file)
            return;
        _toRestore = null;
        var (moments, state) = file.ReadStep(
            [.. optimizer.Moments.Select(values => values.Length)], [.. carried.Select(tensor => (int)tensor.numel())]);
        if (moments is not null)
            optimizer.Restore(file.Description.OptimizerSteps, moments);
        for (int i = 0; i < state?.Count; i++)
            TensorMemory.Fill(carried[i], state[i]);
    }

    /// <summary>Saves the run after a step if it is time.</summary>
    public void StepDone(IOptimizer optimizer, IReadOnlyList<torch.Tensor> carried)
    {
        if (_sinceSaved.Elapsed >= _options.Interval)
            Save(optimizer, carried);
    }

    /// <summary>Saves the run after an epoch, unless it has just been saved or the file would be removed at once.</summary>
    /// <param name="optimizer">Null at a phase's end.</param>
    /// <param name="isLast">Whether the stage has ended.</param>
    public void EpochDone(IOptimizer? optimizer, bool isLast)
    {
        if (isLast ? _options.KeepWhenFinished : _sinceSaved.Elapsed >= (_options.Interval < s_leastInterval ? _options.Interval : s_leastInterval))
            Save(optimizer, []);
    }

    /// <summary>Saves the run.</summary>
    /// <param name="optimizer">Null at a phase's end.</param>
    /// <param name="carried">What goes on to the next step.</param>
    public void Save(IOptimizer? optimizer, IReadOnlyList<torch.Tensor> carried)
    {
        CheckpointFile.Write(
            _options.Path,
            new CheckpointContent(
                _identity.Facts,
                _reporter.State,
                _trainee.Masks.Drawn,
                _best.Result,
                _trainee.Read(),
                _best.Weights,
                optimizer?.StepCount ?? 0,
                optimizer?.Moments,
                [.. carried.Select(tensor => TensorMemory.Copy(tensor))]));
        _sinceSaved.Restart();
    }

    /// <summary>The stage has ended: the file has served its purpose.</summary>
    public void Finish()
    {
        if (!_options.KeepWhenFinished)
            File.Delete(_options.Path);
    }

    private void Restore()
    {
        if (!_options.Resume)
            throw new IOException($"'{_options.Path}' is the checkpoint of a run that has not ended: go on with it, or delete it to start anew.");
        var file = CheckpointFile.Open(_options.Path);
        var differences = _identity.DifferencesFrom(file.Description.Run).ToList();
        if (differences.Count > 0)
            throw new InvalidDataException($"'{_options.Path}' is the checkpoint of another run: {string.Join("; ", differences)}.");
        var (weights, best) = file.ReadWeights(_trainee.Weights);
        ModuleWeights.Write(_trainee.Module, weights);
        _trainee.Masks.Drawn = file.Description.MasksDrawn;
        _best.Restore(file.Description.Validation, best);
        _reporter.State = file.Description.Progress;
        _toRestore = file;
    }
}
