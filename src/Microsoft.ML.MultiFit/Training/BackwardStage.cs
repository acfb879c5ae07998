namespace Microsoft.ML.MultiFit;

/// <summary>What tells the training of a backward model from that of the forward model beside it.</summary>
internal static class BackwardStage
{
    /// <summary>The options of the forward model's stage for the backward model's.</summary>
    public static TrainingOptions Of(TrainingOptions options) => options with { Checkpoint = options.Checkpoint?.WithSuffix(".backward") };

    /// <summary>The listener, told that it is the backward model's stage.</summary>
    public static IProgress<TrainingProgress>? Of(IProgress<TrainingProgress>? listener) => listener is null ? null : new PrefixedProgress("backward", listener);
}
