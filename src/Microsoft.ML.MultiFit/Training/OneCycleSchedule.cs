namespace Microsoft.ML.MultiFit;

/// <summary>
/// The cosine one-cycle schedule (Smith 2018; fastai v1, which the authors use): the rate rises from max/25 to max over the first ⌊0.3·n⌋ of n steps
/// and falls to max/250,000 over the rest, while Adam's β₁ goes 0.8 → 0.7 → 0.8.
/// </summary>
public sealed record OneCycleSchedule : LearningSchedule
{
    /// <summary>Share of the steps in which the rate rises (fastai: pct_start), in [0, 1). Default 0.3.</summary>
    public double WarmUpShare { get; init; } = 0.3;

    /// <summary>The rate starts at the highest divided by this (fastai: div_factor), at least 1. Default 25.</summary>
    public double StartDivisor { get; init; } = 25;

    /// <summary>The rate ends at the highest divided by this (fastai: final_div), at least 1. Default 250,000.</summary>
    public double EndDivisor { get; init; } = 250_000;

    /// <summary>β₁ at both ends, in [0, 1). Default 0.8; fastai's own is 0.95.</summary>
    public double HighBeta1 { get; init; } = 0.8;

    /// <summary>β₁ where the rate is highest, in [0, 1). Default 0.7; fastai's own is 0.85.</summary>
    public double LowBeta1 { get; init; } = 0.7;

    /// <inheritdoc/>
    public override (double RateFactor, double Beta1) At(int step, int stepCount)
    {
        int warmUp = (int)(WarmUpShare * stepCount);
        if (step < warmUp)
        {
            double done = (double)step / warmUp;
            return (Cosine(1 / StartDivisor, 1, done), Cosine(HighBeta1, LowBeta1, done));
        }
        else
        {
            double done = (double)(step - warmUp) / (stepCount - warmUp);
            return (Cosine(1, 1 / EndDivisor, done), Cosine(LowBeta1, HighBeta1, done));
        }
    }

    internal override IEnumerable<string> Problems() =>
    [
        .. Wrong(nameof(WarmUpShare), WarmUpShare, WarmUpShare is >= 0 and < 1, "in [0, 1)"),
        .. Wrong(nameof(StartDivisor), StartDivisor, StartDivisor >= 1 && double.IsFinite(StartDivisor), "at least 1 and finite"),
        .. Wrong(nameof(EndDivisor), EndDivisor, EndDivisor >= 1 && double.IsFinite(EndDivisor), "at least 1 and finite"),
        .. Wrong(nameof(HighBeta1), HighBeta1, HighBeta1 is >= 0 and < 1, "in [0, 1)"),
        .. Wrong(nameof(LowBeta1), LowBeta1, LowBeta1 is >= 0 and < 1, "in [0, 1)"),
    ];

    private static double Cosine(double start, double end, double done) => end + ((start - end) / 2 * (1 + Math.Cos(Math.PI * done)));
}
