using System.Globalization;

namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Writes a benchmark's figures, one a line: <c>name⇥value⇥unit</c>.</summary>
internal sealed class Figures(string benchmark, TextWriter output)
{
    public void Add(string name, double value, string unit, string format = "G4")
    {
        output.WriteLine($"{benchmark}.{name}\t{value.ToString(format, CultureInfo.InvariantCulture)}\t{unit}");
        output.Flush();
    }

    /// <summary>Median, lowest and highest of several runs.</summary>
    public void AddMilliseconds(string name, IReadOnlyList<double> seconds)
    {
        Add(name, 1e3 * Statistics.Median(seconds), "ms");
        Add($"{name}.lowest", 1e3 * seconds.Min(), "ms");
        Add($"{name}.highest", 1e3 * seconds.Max(), "ms");
    }

    /// <summary>The times of two kinds of work that took turns, and how many times faster the first is: the median of the pairs' ratios.</summary>
    public void AddPair(string first, string second, IReadOnlyList<(double First, double Second)> seconds)
    {
        AddMilliseconds(first, [.. seconds.Select(pair => pair.First)]);
        AddComparison(first, second, seconds);
    }

    /// <summary>The same without the times of the first.</summary>
    public void AddComparison(string first, string second, IReadOnlyList<(double First, double Second)> seconds)
    {
        AddMilliseconds(second, [.. seconds.Select(pair => pair.Second)]);
        Add($"{second}/{first}", Statistics.Median([.. seconds.Select(pair => pair.Second / pair.First)]), "times");
    }
}
