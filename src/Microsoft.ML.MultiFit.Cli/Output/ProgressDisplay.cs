using System.Globalization;
using Spectre.Console;

namespace MultiFit.Cli;

/// <summary>Shows long work on standard error: a bar that is redrawn on a screen, a line now and then in a log, nothing when asked to be quiet.</summary>
internal static class ProgressDisplay
{
    /// <summary>Does the work and shows what it reports.</summary>
    public static T Show<T>(Terminal terminal, bool quiet, Func<IProgress<TrainingProgress>, T> work) => Show(terminal, quiet, (progress, _) => work(progress));

    /// <summary>The same for work that also has lines to say; they stand above the bar.</summary>
    public static T Show<T>(Terminal terminal, bool quiet, Func<IProgress<TrainingProgress>, Action<string>, T> work)
    {
        if (quiet)
            return work(new Reported(_ => { }), _ => { });
        if (!terminal.IsErrorInteractive)
            return work(new ProgressLog(terminal.Error), terminal.Error.WriteLine);

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(context => work(new Reported(Bars(context, console)), console.WriteLine));
    }

    /// <summary>What a report says, after the stage and epoch.</summary>
    internal static string Describe(TrainingProgress report)
    {
        var invariant = CultureInfo.InvariantCulture;
        var parts = new List<string>();
        if (!double.IsNaN(report.Loss))
            parts.Add(string.Create(invariant, $"loss {report.Loss:0.0000}"));
        if (report.ValidationLoss is { } validation)
            parts.Add(string.Create(invariant, $"validation loss {validation:0.0000}"));
        if (report.ValidationAccuracy is { } accuracy)
            parts.Add(string.Create(invariant, $"validation accuracy {accuracy:0.0000}"));
        else if (!report.Stage.EndsWith("classifier", StringComparison.Ordinal) && report.Stage != "vocabulary" && !double.IsNaN(report.Loss))
            parts.Add(string.Create(invariant, $"perplexity {report.Perplexity:0.0}"));
        if (report.TokensPerSecond > 0)
            parts.Add(string.Create(invariant, $"{report.TokensPerSecond:#,0} tokens/s"));
        if (report.Remaining > TimeSpan.Zero)
            parts.Add(string.Create(invariant, $"{report.Remaining:h\\:mm\\:ss} left"));
        return string.Join(", ", parts);
    }

    internal static string Title(TrainingProgress report) =>
        report.Epoch > 0 ? $"{report.Stage} {report.Epoch}/{report.EpochCount}" : report.Stage;

    /// <summary>One bar a stage; a finished epoch leaves a line above it.</summary>
    private static Action<TrainingProgress> Bars(ProgressContext context, IAnsiConsole console)
    {
        var bars = new Dictionary<string, ProgressTask>();
        return report =>
        {
            if (!bars.TryGetValue(report.Stage, out var bar))
            {
                // The stage before may have needed fewer steps than it feared.
                foreach (var finished in bars.Values)
                    finished.Value = finished.MaxValue;
                bars[report.Stage] = bar = context.AddTask(report.Stage);
            }

            bar.IsIndeterminate = report.StepCount == 0;
            bar.MaxValue = Math.Max(1, report.StepCount);
            bar.Value = report.Step;
            bar.Description = Markup.Escape($"{Title(report)}  {Describe(report)}");
            if (report.EpochEnded)
                console.WriteLine($"{Title(report)}: {Describe(report)}");
        };
    }

    /// <summary>Passes reports on at once, on the thread that made them.</summary>
    private sealed class Reported(Action<TrainingProgress> show) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => show(value);
    }
}
