using System.Diagnostics;
using System.Globalization;

namespace QuickStart;

/// <summary>The table at the end: how well each method labels the test documents, and how long its training took.</summary>
internal sealed class Comparison(IReadOnlyList<string> truth)
{
    private readonly List<(string Method, double Accuracy, double MacroF1, TimeSpan Time)> _rows = [];

    /// <summary>Adds a method by what it predicted for the test documents, in their order.</summary>
    public void Add(string method, IEnumerable<string> predicted, TimeSpan time)
    {
        var pairs = truth.Zip(predicted, (expected, actual) => (Expected: expected, Actual: actual)).ToList();
        double accuracy = pairs.Count(pair => pair.Expected == pair.Actual) / (double)pairs.Count;
        double macroF1 = truth.Distinct().Average(label =>
            2.0 * pairs.Count(pair => pair.Expected == label && pair.Actual == label)
            / pairs.Sum(pair => (pair.Expected == label ? 1 : 0) + (pair.Actual == label ? 1 : 0)));
        _rows.Add((method, accuracy, macroF1, time));
    }

    public void Print()
    {
        Console.WriteLine($"{"method",-48}{"accuracy",10}{"macro-F1",10}{"training",10}");
        foreach (var (method, accuracy, macroF1, time) in _rows)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{method,-48}{accuracy,10:0.000}{macroF1,10:0.000}{time,10:m\\:ss}"));
    }

    /// <summary>Runs a step and says how long it took.</summary>
    public static (T Result, TimeSpan Time) Timed<T>(string step, Func<T> work)
    {
        Console.WriteLine($"{step} ...");
        var watch = Stopwatch.StartNew();
        var result = work();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    took {watch.Elapsed:m\\:ss}"));
        return (result, watch.Elapsed);
    }
}
