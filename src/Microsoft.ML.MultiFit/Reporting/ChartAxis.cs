namespace Microsoft.ML.MultiFit;

/// <summary>One axis of a chart: where a number lies on the paper, and at which round numbers there are ticks.</summary>
internal sealed class ChartAxis
{
    private readonly bool _isLogarithmic;
    private readonly double _least;
    private readonly double _most;
    private readonly double _start;
    private readonly double _end;

    private ChartAxis(double least, double most, bool isLogarithmic, double start, double end, IReadOnlyList<double> ticks)
    {
        (_least, _most, _isLogarithmic, _start, _end) = (least, most, isLogarithmic, start, end);
        Ticks = ticks;
    }

    /// <summary>Round numbers within the axis, rising.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis that holds all numbers.</summary>
    /// <param name="values">Finite numbers, positive ones for a logarithmic axis; none gives the axis of 0 … 1 (or 1 … 10).</param>
    /// <param name="isLogarithmic">Equal ratios, not differences, take equal room.</param>
    /// <param name="start">Where the axis starts on the paper.</param>
    /// <param name="end">Where it ends.</param>
    public static ChartAxis Of(IEnumerable<double> values, bool isLogarithmic, double start, double end)
    {
        var all = values.Select(value => isLogarithmic ? Math.Log10(value) : value).DefaultIfEmpty(0).ToList();
        double least = all.Min(), most = all.Max();
        if (most - least <= 1e-9 * Math.Max(Math.Abs(least), Math.Abs(most)))
            (least, most) = all.Count == 1 && least == 0 ? (0, 1) : (least - Math.Max(0.5, Math.Abs(least) / 2), most + Math.Max(0.5, Math.Abs(most) / 2));
        double step = Step(most - least, isLogarithmic);
        least = Math.Floor(least / step) * step;
        most = Math.Ceiling(most / step) * step;
        var ticks = Enumerable.Range(0, (int)Math.Round((most - least) / step) + 1)
            .Select(place => least + (place * step))
            .Select(tick => isLogarithmic ? Math.Pow(10, tick) : Math.Abs(tick) < step / 2 ? 0 : tick);
        return new ChartAxis(least, most, isLogarithmic, start, end, [.. ticks]);
    }

    /// <summary>Where a number lies.</summary>
    public double At(double value) =>
        _start + ((_end - _start) * ((_isLogarithmic ? Math.Log10(value) : value) - _least) / (_most - _least));

    /// <summary>1, 2 or 5 times a power of ten, of which four to ten cover the range; whole powers on a logarithmic axis.</summary>
    private static double Step(double range, bool isLogarithmic)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(range)));
        double step = (range / power) switch
        {
            < 2 => power / 5,
            < 5 => power / 2,
            _ => power,
        };
        return isLogarithmic ? Math.Max(1, Math.Ceiling(step)) : step;
    }
}
