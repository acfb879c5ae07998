using System.Globalization;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>How the training loss answers to the learning rate.</summary>
/// <param name="Points">The steps of the search, at rising rates.</param>
public sealed record RateCurve(IReadOnlyList<RatePoint> Points)
{
    /// <summary>
    /// The rate at which the loss falls most steeply per decade, between the first tenth of the steps and the lowest loss: a good highest rate for a cycle is
    /// there or a little above. Null where the loss does not fall.
    /// </summary>
    public double? Suggestion
    {
        get
        {
            if (Points.Count == 0)
                return null;
            int first = Math.Max(1, Points.Count / 10);
            int lowest = Enumerable.Range(0, Points.Count).MinBy(step => Points[step].Loss);
            var falling = Enumerable.Range(first, Math.Max(0, Math.Min(lowest, Points.Count - 2) - first + 1))
                .Select(step => (Slope: Slope(step), Points[step].Rate))
                .Where(step => step.Slope < 0)
                .ToList();
            return falling.Count == 0 ? null : falling.MinBy(step => step.Slope).Rate;
        }
    }

    /// <summary>A table with a line for every step: learning rate of the last group, smoothed loss. Invariant numbers, separated by a comma.</summary>
    public string ToCsv()
    {
        var table = new StringBuilder("learning_rate,loss\n");
        foreach (var point in Points)
            table.Append(CultureInfo.InvariantCulture, $"{point.Rate},{point.Loss}\n");
        return table.ToString();
    }

    /// <summary>The loss over the rate, with the suggestion.</summary>
    /// <returns>A self-contained SVG image.</returns>
    public string ToSvg()
    {
        var lines = new List<ChartLine> { new("loss (smoothed)", [.. Points.Select(point => (point.Rate, point.Loss))]) };
        if (Suggestion is { } rate)
        {
            var suggested = Points.First(point => point.Rate == rate);
            lines.Add(new ChartLine(FormattableString.Invariant($"suggestion: {rate:0.#e0}"), [(suggested.Rate, suggested.Loss)]) { HasMarkers = true });
        }

        return new LineChart { Title = "learning rate", XLabel = "rate of the last group", YLabel = "loss in nats", IsXLogarithmic = true, Lines = lines }.ToSvg();
    }

    /// <summary>Writes <see cref="ToCsv"/> to a file, which appears whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void SaveCsv(string path) => AtomicFile.WriteText(path, ToCsv());

    /// <summary>Writes <see cref="ToSvg"/> to a file, which appears whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void SaveSvg(string path) => AtomicFile.WriteText(path, ToSvg());

    /// <summary>The steps are equally far apart in decades, so differences of losses are as good as slopes.</summary>
    private double Slope(int step) => Points[step + 1].Loss - Points[step - 1].Loss;
}

/// <summary>One step of a search for a learning rate.</summary>
/// <param name="Rate">The last group's learning rate.</param>
/// <param name="Loss">The smoothed training loss in nats.</param>
public sealed record RatePoint(double Rate, double Loss);
