namespace Microsoft.ML.MultiFit;

/// <summary>
/// The cosine one-cycle schedule (Smith 2018; method file, section 7): the rate rises from max/25 to max over the first ⌊0.3·n⌋ of n steps and
/// falls to max/250,000 over the rest, while Adam's β₁ goes 0.8 → 0.7 → 0.8. A pure function of the step.
/// </summary>
/// <param name="stepCount">Steps of the whole cycle, n.</param>
internal sealed class OneCycleSchedule(int stepCount)
{
    private const double WarmUpShare = 0.3;
    private const double StartDivisor = 25;
    private const double EndDivisor = 250_000;
    private const double HighBeta1 = 0.8;
    private const double LowBeta1 = 0.7;

    private readonly int _warmUp = (int)(WarmUpShare * stepCount);

    /// <summary>What to multiply each group's highest rate by, and β₁, at a step counted from 0.</summary>
    public (double RateFactor, double Beta1) At(int step)
    {
        if (step < _warmUp)
        {
            double done = (double)step / _warmUp;
            return (Cosine(1 / StartDivisor, 1, done), Cosine(HighBeta1, LowBeta1, done));
        }
        else
        {
            double done = (double)(step - _warmUp) / (stepCount - _warmUp);
            return (Cosine(1, 1 / EndDivisor, done), Cosine(LowBeta1, HighBeta1, done));
        }
    }

    private static double Cosine(double start, double end, double done) => end + ((start - end) / 2 * (1 + Math.Cos(Math.PI * done)));
}
