using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>Charts of losses over epochs.</summary>
internal static class LossChart
{
    /// <summary>Two lines for each thing trained, training and validation, as far as it has been.</summary>
    /// <param name="folder">Where the losses are.</param>
    /// <param name="title">What stands above the chart.</param>
    /// <param name="unit">Unit of the losses.</param>
    /// <param name="trained">What the lines are called, and the name of what was trained.</param>
    public static LineChart Of(ExperimentFolder folder, string title, string unit, IEnumerable<(string Line, string Name)> trained)
    {
        return new LineChart { Title = title, XLabel = "epochs", YLabel = $"loss in {unit}", Lines = [.. trained.SelectMany(Lines)] };

        IEnumerable<ChartLine> Lines((string Line, string Name) each) =>
            [Line($"{each.Line}, training", folder.KnownTrainingLosses(each.Name)), Line($"{each.Line}, validation", folder.KnownLosses(each.Name))];
    }

    /// <summary>A line of losses, epoch by epoch.</summary>
    public static ChartLine Line(string name, IReadOnlyList<double> losses) =>
        new(name, [.. losses.Select((loss, epoch) => (epoch + 1.0, loss))]) { HasMarkers = true };
}
