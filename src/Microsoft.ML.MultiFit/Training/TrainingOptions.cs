namespace Microsoft.ML.MultiFit;

/// <summary>What pretraining, fine-tuning and classification have in common: one loop, one optimizer, one schedule.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the data, at least 1. Default 10.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Rows per batch, at least 1. Default 50.</summary>
    public int BatchSize { get; init; } = 50;

    /// <summary>Steps of back-propagation through time, and the length of a classifier's chunks. In tokens, at least 1. Default 70.</summary>
    public int BpttLength { get; init; } = 70;

    /// <summary>Highest rate of the one-cycle schedule, for the last layer group. Default 5e-3.</summary>
    public double LearningRate { get; init; } = 5e-3;

    /// <summary>Highest rate of the first layer group; the groups between follow geometrically (discriminative rates). Null: the same for all. Default null.</summary>
    public double? LowestLearningRate { get; init; }

    /// <summary>Dropout before multiplication. Default: the authors' set.</summary>
    public DropoutRates Dropout { get; init; } = new();

    /// <summary>Factor on every rate of <see cref="Dropout"/>, at least 0. Default 0, as in pretraining.</summary>
    public double DropoutMultiplier { get; init; }

    /// <summary>α of activation regularisation (AR), at least 0. Default 2.</summary>
    public double ActivationRegularization { get; init; } = 2;

    /// <summary>β of temporal activation regularisation (TAR), at least 0. Default 1.</summary>
    public double TemporalActivationRegularization { get; init; } = 1;

    /// <summary>Weight decay, at least 0. Default 1e-7.</summary>
    public double WeightDecay { get; init; } = 1e-7;

    /// <summary>True: p ← p·(1 − rate·decay) before Adam's step. False: decay·p is added to the gradient (L2). Default false.</summary>
    public bool DecoupledWeightDecay { get; init; }

    /// <summary>Largest global gradient norm; 0 turns clipping off. Default 0.12.</summary>
    public double GradientClip { get; init; } = 0.12;

    /// <summary>ε of label smoothing, in [0, 1): the target gets 1 − ε, each other class ε/(C − 1). Default 0.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Seed of shuffling, dropout and new weights. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Threads of the tensor library; null leaves one per core. Default null.</summary>
    public int? ThreadCount { get; init; }

    internal IEnumerable<string> Problems()
    {
        if (Epochs < 1)
            yield return $"{nameof(Epochs)} must be at least 1, but is {Epochs}.";
        if (BatchSize < 1)
            yield return $"{nameof(BatchSize)} must be at least 1, but is {BatchSize}.";
        if (BpttLength < 1)
            yield return $"{nameof(BpttLength)} must be at least 1, but is {BpttLength}.";
        if (ThreadCount < 1)
            yield return $"{nameof(ThreadCount)} must be at least 1, but is {ThreadCount}.";
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            yield return Wrong(nameof(LearningRate), LearningRate, "positive and finite");
        if (LowestLearningRate is { } lowest && !(lowest > 0 && double.IsFinite(lowest)))
            yield return Wrong(nameof(LowestLearningRate), lowest, "positive and finite");
        if (!(LabelSmoothing >= 0 && LabelSmoothing < 1))
            yield return Wrong(nameof(LabelSmoothing), LabelSmoothing, "in [0, 1)");
        foreach (var (name, value) in new[]
        {
            (nameof(DropoutMultiplier), DropoutMultiplier), (nameof(ActivationRegularization), ActivationRegularization),
            (nameof(TemporalActivationRegularization), TemporalActivationRegularization), (nameof(WeightDecay), WeightDecay),
            (nameof(GradientClip), GradientClip),
        })
        {
            if (!(value >= 0 && double.IsFinite(value)))
                yield return Wrong(name, value, "at least 0 and finite");
        }

        foreach (var problem in Dropout.Times(DropoutMultiplier).Problems())
            yield return problem;
    }

    private static string Wrong(string name, double value, string expected) =>
        FormattableString.Invariant($"{name} must be {expected}, but is {value}.");
}
