using System.Diagnostics;

namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Wall-clock time of repeated work.</summary>
internal static class Timing
{
    /// <summary>Seconds of each run, after one run that does not count.</summary>
    public static double[] Repeat(int count, Action work)
    {
        work();
        var seconds = new double[count];
        for (int i = 0; i < count; i++)
            seconds[i] = Once(work);
        return seconds;
    }

    /// <summary>
    /// Seconds of two kinds of work that take turns, after a run of each that does not count: what the machine does besides slows both down alike, so the
    /// ratio of neighbours is steadier than that of the medians.
    /// </summary>
    /// <param name="count">Pairs.</param>
    /// <param name="first">The one.</param>
    /// <param name="second">The other.</param>
    /// <param name="prepare">Done before every pair, not measured.</param>
    public static (double First, double Second)[] Pairs(int count, Action first, Action second, Action? prepare = null)
    {
        prepare?.Invoke();
        first();
        second();
        var seconds = new (double, double)[count];
        for (int i = 0; i < count; i++)
        {
            prepare?.Invoke();
            seconds[i] = (Once(first), Once(second));
        }

        return seconds;
    }

    public static double Once(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
