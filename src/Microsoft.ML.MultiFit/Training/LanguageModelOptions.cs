namespace Microsoft.ML.MultiFit;

/// <summary>One stage of language-model training.</summary>
public sealed record LanguageModelOptions
{
    /// <summary>Name of the stage in progress reports and provenance. Default <c>pretrain</c>.</summary>
    public string Stage { get; init; } = "pretrain";

    /// <summary>The common options.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Epochs before the others in which only embedding and decoder learn (their own cycle), at least 0. Default 0.</summary>
    public int DecoderOnlyEpochs { get; init; }

    /// <summary>Highest rate in those epochs. Default 1e-2.</summary>
    public double DecoderOnlyLearningRate { get; init; } = 1e-2;

    internal IEnumerable<string> Problems()
    {
        if (DecoderOnlyEpochs < 0)
            yield return $"{nameof(DecoderOnlyEpochs)} must be at least 0, but is {DecoderOnlyEpochs}.";
        if (!(DecoderOnlyLearningRate > 0 && double.IsFinite(DecoderOnlyLearningRate)))
            yield return FormattableString.Invariant($"{nameof(DecoderOnlyLearningRate)} must be positive and finite, but is {DecoderOnlyLearningRate}.");
        foreach (var problem in Training.Problems())
            yield return problem;
    }
}
