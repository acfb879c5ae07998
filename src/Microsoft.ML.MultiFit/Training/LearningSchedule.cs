using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// How learning rate and Adam's β₁ move within one phase of training: a pure function of the step. Either a <see cref="OneCycleSchedule"/> or a
/// <see cref="SlantedTriangularSchedule"/>.
/// </summary>
[JsonDerivedType(typeof(OneCycleSchedule), "one-cycle")]
[JsonDerivedType(typeof(SlantedTriangularSchedule), "slanted triangular")]
public abstract record LearningSchedule
{
    private protected LearningSchedule()
    {
    }

    /// <summary>What to multiply each group's highest rate by, and β₁.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="stepCount">Steps of the whole phase.</param>
    public abstract (double RateFactor, double Beta1) At(int step, int stepCount);

    internal abstract IEnumerable<string> Problems();

    private protected static IEnumerable<string> Wrong(string name, double value, bool isRight, string expected) =>
        isRight ? [] : [FormattableString.Invariant($"{name} of the schedule must be {expected}, but is {value}.")];
}
