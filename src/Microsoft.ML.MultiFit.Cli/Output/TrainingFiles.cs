using System.Diagnostics;
using System.Text.RegularExpressions;

namespace MultiFit.Cli;

/// <summary>
/// What a training verb keeps beside its output: the checkpoint of a run that has not ended (<c>x.multifit.checkpoint</c>), and the history as a table and a
/// plot (<c>x.multifit.history.csv</c>, <c>x.multifit.history.svg</c>), which grow while it runs. A device as output gets none of them.
/// </summary>
internal sealed partial class TrainingFiles(string output)
{
    private static readonly TimeSpan s_historyInterval = TimeSpan.FromSeconds(10);

    private readonly bool _isDevice = Path.GetDirectoryName(Path.GetFullPath(output)) is "/dev" or "/dev/fd" or "/proc/self/fd";

    private string CheckpointPath => $"{output}.checkpoint";

    /// <summary>Throws if a checkpoint is there but is not to be gone on from, before any work is done.</summary>
    public void CheckStart(bool resume)
    {
        if (!resume && !_isDevice && Checkpoints().FirstOrDefault() is { } checkpoint)
            throw new IOException($"{checkpoint}: the checkpoint of a run that has not ended; give --resume to go on with it, or delete it to start anew");
    }

    /// <summary>Where and how often to save the run; null for never.</summary>
    /// <param name="minutes">Time between two checkpoints; 0 for none.</param>
    /// <param name="resume">Go on from a checkpoint that is there.</param>
    public CheckpointOptions? Checkpoint(double minutes, bool resume) => _isDevice || minutes == 0
        ? null
        : new CheckpointOptions { Path = CheckpointPath, Interval = TimeSpan.FromMinutes(minutes), Resume = resume, KeepWhenFinished = true };

    /// <summary>Does the work and shows and records what it reports.</summary>
    public T Train<T>(Terminal terminal, bool quiet, Func<IProgress<TrainingProgress>, T> work) => Train(terminal, quiet, (progress, _) => work(progress));

    /// <summary>The same for work that also has lines to say.</summary>
    public T Train<T>(Terminal terminal, bool quiet, Func<IProgress<TrainingProgress>, Action<string>, T> work)
    {
        try
        {
            return ProgressDisplay.Show(terminal, quiet, (progress, say) => work(_isDevice ? progress : new Recorder(this, progress), say));
        }
        catch (OperationCanceledException) when (!_isDevice && Checkpoints().Any())
        {
            terminal.Error.WriteLine($"multifit: --resume goes on from '{Checkpoints().Last()}'.");
            throw;
        }
    }

    /// <summary>The output is written: the checkpoint has served its purpose.</summary>
    public void Finish()
    {
        if (_isDevice)
            return;
        foreach (var checkpoint in Checkpoints())
            File.Delete(checkpoint);
    }

    /// <summary>The checkpoints that are there: the second classifier of an ensemble has one of its own, and so has each round of bootstrapping.</summary>
    private List<string> Checkpoints()
    {
        var name = Path.GetFileName(CheckpointPath);
        return [.. Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(CheckpointPath))!)
            .Where(path => Path.GetFileName(path) is var file && file.StartsWith(name, StringComparison.Ordinal) && PartOfRun().IsMatch(file[name.Length..]))
            .Order(StringComparer.Ordinal)
            .Select(path => Path.Combine(Path.GetDirectoryName(output)!, Path.GetFileName(path)))];
    }

    [GeneratedRegex(@"\A(\.round[0-9]+)?(\.backward)?\z")]
    private static partial Regex PartOfRun();

    private void Write(TrainingHistory history)
    {
        history.SaveCsv($"{output}.history.csv");
        history.SaveSvg($"{output}.history.svg");
    }

    /// <summary>Writes the history now and then.</summary>
    private sealed class Recorder(TrainingFiles files, IProgress<TrainingProgress> next) : IProgress<TrainingProgress>
    {
        private readonly TrainingHistory _history = new(next);
        private readonly Stopwatch _sinceWritten = Stopwatch.StartNew();

        public void Report(TrainingProgress value)
        {
            _history.Report(value);
            if (!value.EpochEnded || (value.Epoch < value.EpochCount && _sinceWritten.Elapsed < s_historyInterval))
                return;
            files.Write(_history);
            _sinceWritten.Restart();
        }
    }
}
