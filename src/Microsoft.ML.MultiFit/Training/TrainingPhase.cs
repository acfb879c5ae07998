namespace Microsoft.ML.MultiFit;

/// <summary>
/// A part of a stage with a cycle of its own: which layer groups learn, for how many epochs, at which rates. Adam's moments start from zero.
/// </summary>
public sealed record TrainingPhase
{
    /// <summary>How many layer groups learn, counted from the last; at least 1, null for all of them. Default null.</summary>
    /// <remarks>A language model's groups: every layer, then embedding and decoder as one. A classifier's: embedding, every layer, head.</remarks>
    public int? LastGroups { get; init; }

    /// <summary>Passes over the data, at least 1. Default 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Highest rate of the cycle, for the last group. Default 1e-2.</summary>
    public double LearningRate { get; init; } = 1e-2;

    /// <summary>Highest rate of the first of all groups, learning or not; those between follow geometrically. Null: the same for all. Default null.</summary>
    public double? LowestLearningRate { get; init; }

    /// <summary>
    /// Instead of <see cref="LowestLearningRate"/>: what each group's rate is divided by for the group before it, at least 1 (discriminative fine-tuning;
    /// ULMFiT: 2.6). Null: none. Default null.
    /// </summary>
    public double? RateDivisor { get; init; }

    /// <summary>How many of the last groups learn.</summary>
    internal int GroupsOf(int groupCount) => Math.Min(LastGroups ?? groupCount, groupCount);

    /// <summary>The highest rate of every group that learns, first to last.</summary>
    internal double[] Rates(int groupCount) =>
        [.. Enumerable.Range(0, groupCount).Select(group => RateOf(group, groupCount)).TakeLast(GroupsOf(groupCount))];

    internal IEnumerable<string> Problems()
    {
        if (LastGroups < 1)
            yield return $"{nameof(LastGroups)} must be at least 1, but is {LastGroups}.";
        if (Epochs < 1)
            yield return $"{nameof(Epochs)} must be at least 1, but is {Epochs}.";
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            yield return FormattableString.Invariant($"{nameof(LearningRate)} must be positive and finite, but is {LearningRate}.");
        if (LowestLearningRate is { } lowest && !(lowest > 0 && double.IsFinite(lowest)))
            yield return FormattableString.Invariant($"{nameof(LowestLearningRate)} must be positive and finite, but is {lowest}.");
        if (RateDivisor is { } divisor && !(divisor >= 1 && double.IsFinite(divisor)))
            yield return FormattableString.Invariant($"{nameof(RateDivisor)} must be at least 1 and finite, but is {divisor}.");
        if (LowestLearningRate is not null && RateDivisor is not null)
            yield return $"{nameof(LowestLearningRate)} and {nameof(RateDivisor)} exclude each other.";
    }

    private double RateOf(int group, int groupCount)
    {
        if (RateDivisor is { } divisor)
            return LearningRate / Math.Pow(divisor, groupCount - 1 - group);
        if (LowestLearningRate is { } lowest && groupCount > 1)
            return lowest * Math.Pow(LearningRate / lowest, (double)group / (groupCount - 1));
        return LearningRate;
    }
}
