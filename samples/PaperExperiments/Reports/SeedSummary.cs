using System.Globalization;

namespace PaperExperiments;

/// <summary>The same figure of several seeds.</summary>
internal sealed record SeedSummary(IReadOnlyList<double> Values)
{
    /// <summary>The mean; not a number while there is none.</summary>
    public double Mean => Values.Count == 0 ? double.NaN : Values.Average();

    /// <summary>The sample's standard deviation (divided by n − 1); not a number of fewer than two.</summary>
    public double Deviation => Values.Count < 2 ? double.NaN : Math.Sqrt(Values.Sum(value => (value - Mean) * (value - Mean)) / (Values.Count - 1));

    /// <summary>Mean ± standard deviation, and of how many seeds; nothing while there is none.</summary>
    public override string ToString() => Values.Count switch
    {
        0 => "",
        1 => Mean.ToString("0.000", CultureInfo.InvariantCulture) + " (1 seed)",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Mean:0.000} ± {Deviation:0.000} ({Values.Count} seeds)"),
    };
}
