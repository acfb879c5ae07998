namespace Microsoft.ML.MultiFit;

/// <summary>
/// The slanted triangular schedule of ULMFiT (Howard and Ruder 2018, section 3.2): of n steps the rate rises in a straight line from max/ratio to max over
/// the first ⌊n·cut⌋ and falls in a straight line over the rest, towards max/ratio. β₁ stays.
/// </summary>
/// <remarks>
/// The paper's falling line is ⌊n·cut⌋·(1/cut − 1) steps long, which equals the rest where n·cut is whole; elsewhere it ends early and its rates would turn
/// negative, so here, as in the authors' program, it is as long as the rest.
/// </remarks>
public sealed record SlantedTriangularSchedule : LearningSchedule
{
    /// <summary>Share of the steps in which the rate rises (paper: cut_frac), in [0, 1). Default 0.1.</summary>
    public double CutFraction { get; init; } = 0.1;

    /// <summary>How much smaller the lowest rate is than the highest, at least 1. Default 32.</summary>
    public double Ratio { get; init; } = 32;

    /// <summary>Adam's β₁, in [0, 1). Default 0.7 (paper); the authors' program has 0.8.</summary>
    public double Beta1 { get; init; } = 0.7;

    /// <inheritdoc/>
    public override (double RateFactor, double Beta1) At(int step, int stepCount)
    {
        int cut = (int)(CutFraction * stepCount);
        double height = step < cut ? (double)step / cut : 1 - ((double)(step - cut) / (stepCount - cut));
        return ((1 + (height * (Ratio - 1))) / Ratio, Beta1);
    }

    internal override IEnumerable<string> Problems() =>
    [
        .. Wrong(nameof(CutFraction), CutFraction, CutFraction is >= 0 and < 1, "in [0, 1)"),
        .. Wrong(nameof(Ratio), Ratio, Ratio >= 1 && double.IsFinite(Ratio), "at least 1 and finite"),
        .. Wrong(nameof(Beta1), Beta1, Beta1 is >= 0 and < 1, "in [0, 1)"),
    ];
}
