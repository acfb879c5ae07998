using System.Globalization;

namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Writes a benchmark's figures, one a line: <c>name⇥value⇥unit</c>.</summary>
internal sealed class Figures(string benchmark, TextWriter output)
{
    public void Add(string name, double value, string unit)
    {
        output.WriteLine($"{benchmark}.{name}\t{value.ToString("G4", CultureInfo.InvariantCulture)}\t{unit}");
        output.Flush();
    }

    /// <summary>Median, lowest and highest of several runs.</summary>
    public void AddMilliseconds(string name, IReadOnlyList<double> seconds)
    {
        Add(name, 1e3 * Statistics.Median(seconds), "ms");
        Add($"{name}.lowest", 1e3 * seconds.Min(), "ms");
        Add($"{name}.highest", 1e3 * seconds.Max(), "ms");
    }

    /// <summary>Both medians and the median of the pairs' ratios, second by first: how many times faster the first is.</summary>
    public void AddPair(string first, string second, IReadOnlyList<(double First, double Second)> seconds)
    {
        AddMilliseconds(first, [.. seconds.Select(pair => pair.First)]);
        AddMilliseconds(second, [.. seconds.Select(pair => pair.Second)]);
        Add($"{second}/{first}", Statistics.Median([.. seconds.Select(pair => pair.Second / pair.First)]), "times");
    }
}
