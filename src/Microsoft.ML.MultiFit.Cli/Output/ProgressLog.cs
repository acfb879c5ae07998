using System.Diagnostics;

namespace MultiFit.Cli;

/// <summary>Progress for a log file: a line at each epoch's end, and one every half minute in between.</summary>
internal sealed class ProgressLog(TextWriter writer) : IProgress<TrainingProgress>
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(30);

    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();

    public void Report(TrainingProgress value)
    {
        if (!value.EpochEnded && _sinceLine.Elapsed < s_interval)
            return;
        _sinceLine.Restart();
        var step = value.EpochEnded ? "" : value.StepCount == 0 ? $" {value.Step}" : $" step {value.Step}/{value.StepCount}";
        var description = ProgressDisplay.Describe(value);
        writer.WriteLine($"{ProgressDisplay.Title(value)}{step}{(description.Length > 0 ? ": " : "")}{description}");
    }
}
