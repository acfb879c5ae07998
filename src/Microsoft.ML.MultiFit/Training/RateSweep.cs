namespace Microsoft.ML.MultiFit;

/// <summary>
/// The schedule of a search for a learning rate (Smith 2017): from step to step the rate grows by the same factor, from the lowest to the highest.
/// </summary>
public sealed record RateSweep : LearningSchedule
{
    /// <summary>Rate of the first step, positive. Default 1e-7 (fastai's).</summary>
    public double LowestRate { get; init; } = 1e-7;

    /// <summary>Rate of the last step, above the lowest. Default 10 (fastai's).</summary>
    public double HighestRate { get; init; } = 10;

    /// <summary>Steps of the search, at least 2. Default 100 (fastai's).</summary>
    public int StepCount { get; init; } = 100;

    /// <summary>Adam's β₁, in [0, 1). Default 0.8.</summary>
    public double Beta1 { get; init; } = 0.8;

    /// <summary>The share of <see cref="HighestRate"/> that the rate is at a step of the search.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="stepCount">Not looked at: the search ends where it ends.</param>
    public override (double RateFactor, double Beta1) At(int step, int stepCount) =>
        (Math.Pow(LowestRate / HighestRate, 1 - ((double)step / (StepCount - 1))), Beta1);

    internal override IEnumerable<string> Problems() =>
    [
        .. Wrong(nameof(LowestRate), LowestRate, LowestRate > 0 && double.IsFinite(LowestRate), "positive and finite"),
        .. Wrong(nameof(HighestRate), HighestRate, HighestRate > LowestRate && double.IsFinite(HighestRate), "above the lowest and finite"),
        .. Wrong(nameof(StepCount), StepCount, StepCount >= 2, "at least 2"),
        .. Wrong(nameof(Beta1), Beta1, Beta1 is >= 0 and < 1, "in [0, 1)"),
    ];
}
