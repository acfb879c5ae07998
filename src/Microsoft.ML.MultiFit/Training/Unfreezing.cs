namespace Microsoft.ML.MultiFit;

/// <summary>The published ways of letting a network's groups learn one after the other, as changes to a stage's options.</summary>
public static class Unfreezing
{
    private const double LayeredRatio = 2.6 * 2.6 * 2.6 * 2.6;

    /// <summary>
    /// Gradual unfreezing (Howard and Ruder 2018, section 3.3): an epoch with the last group alone, one with the last two, and so on; then all groups for
    /// the options' epochs. The rates are the options'.
    /// </summary>
    /// <param name="options">The stage.</param>
    /// <param name="groupCount">How many groups there are: layers + 1 in a language model, layers + 2 in a classifier. At least 1.</param>
    public static TrainingOptions Gradual(TrainingOptions options, int groupCount)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(groupCount, 1);
        return options with { Unfreezing = [.. Enumerable.Range(1, groupCount - 1).Select(last => options.Main with { LastGroups = last, Epochs = 1 })] };
    }

    /// <summary>
    /// MultiFiT's "layered" schedule, fastai's recipe: the last group at 2e-2, the last two at 1e-2 and the last three at 5e-3 for an epoch each, then all
    /// at 1e-3 for the other epochs; the lowest rate is the highest divided by 2.6⁴.
    /// </summary>
    /// <param name="options">The stage; its epochs include those three, and at least one follows.</param>
    public static TrainingOptions Layered(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Ending(options, 1e-3, [Layer(1, 2e-2), Layer(2, 1e-2), Layer(3, 5e-3)]);
    }

    /// <summary>MultiFiT's "2-cycle" schedule: the head alone at 2e-2 for an epoch, then all at 1e-2 for the others; lowest rates as in <see cref="Layered"/>.</summary>
    /// <param name="options">The stage; its epochs include the first, and at least one follows.</param>
    public static TrainingOptions TwoCycle(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Ending(options, 1e-2, [Layer(1, 2e-2)]);
    }

    private static TrainingPhase Layer(int last, double rate) =>
        new() { LastGroups = last, LearningRate = rate, LowestLearningRate = rate / LayeredRatio };

    private static TrainingOptions Ending(TrainingOptions options, double rate, IReadOnlyList<TrainingPhase> phases) => options with
    {
        Unfreezing = phases,
        Epochs = Math.Max(1, options.Epochs - phases.Sum(phase => phase.Epochs)),
        LearningRate = rate,
        LowestLearningRate = rate / LayeredRatio,
        RateDivisor = null,
    };
}
