namespace Microsoft.ML.MultiFit;

/// <summary>How <see cref="MultilayerPerceptron"/> is trained. The defaults are LASER's for document classification (MultiFiT's teacher).</summary>
public sealed record MultilayerPerceptronOptions
{
    /// <summary>Units of the hidden layers, each at least 1; none makes a linear classifier. Default 10 and 8.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [10, 8];

    /// <summary>Share of the features and of each hidden layer's outputs that a training step leaves out, in [0, 1). Default 0.2.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>Passes over the rows, at least 1. Default 500.</summary>
    public int Epochs { get; init; } = 500;

    /// <summary>Rows of a step, at least 1. Default 12.</summary>
    public int BatchSize { get; init; } = 12;

    /// <summary>Adam's learning rate, above 0; its β are 0.9 and 0.999. Default 1e-3.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Seed of the first weights, of the order of the rows and of what is left out. Default 1.</summary>
    public int Seed { get; init; } = 1;

    internal IEnumerable<string> Problems()
    {
        if (HiddenSizes is null || HiddenSizes.Any(size => size < 1))
            yield return $"{nameof(HiddenSizes)} must all be at least 1.";
        if (!(Dropout >= 0 && Dropout < 1))
            yield return FormattableString.Invariant($"{nameof(Dropout)} must be in [0, 1), but is {Dropout}.");
        if (Epochs < 1)
            yield return $"{nameof(Epochs)} must be at least 1, but is {Epochs}.";
        if (BatchSize < 1)
            yield return $"{nameof(BatchSize)} must be at least 1, but is {BatchSize}.";
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            yield return FormattableString.Invariant($"{nameof(LearningRate)} must be positive and finite, but is {LearningRate}.");
    }
}
