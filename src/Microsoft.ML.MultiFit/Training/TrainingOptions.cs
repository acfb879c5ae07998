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

    /// <summary>How rate and β₁ move from step to step, in each phase anew. Default: one-cycle.</summary>
    public LearningSchedule Schedule { get; init; } = new OneCycleSchedule();

    /// <summary>Highest rate of the schedule, for the last layer group. Default 5e-3.</summary>
    public double LearningRate { get; init; } = 5e-3;

    /// <summary>Highest rate of the first layer group; the groups between follow geometrically (discriminative rates). Null: the same for all. Default null.</summary>
    public double? LowestLearningRate { get; init; }

    /// <summary>
    /// Instead of <see cref="LowestLearningRate"/>: what each group's rate is divided by for the group before it, at least 1 (ULMFiT: 2.6). Null: none.
    /// Default null.
    /// </summary>
    public double? RateDivisor { get; init; }

    /// <summary>
    /// Phases before the main one, in which only the last groups learn; the main phase is <see cref="Epochs"/> with all groups at the rates above.
    /// <see cref="Microsoft.ML.MultiFit.Unfreezing"/> makes the published ones. Default: none.
    /// </summary>
    public IReadOnlyList<TrainingPhase> Unfreezing { get; init; } = [];

    /// <summary>Dropout before multiplication. Default: the authors' set.</summary>
    public DropoutRates Dropout { get; init; } = new();

    /// <summary>Factor on every rate of <see cref="Dropout"/>, at least 0. Default 0, as in pretraining.</summary>
    public double DropoutMultiplier { get; init; }

    /// <summary>α of activation regularisation (AR), at least 0. Default 2.</summary>
    public double ActivationRegularization { get; init; } = 2;

    /// <summary>β of temporal activation regularisation (TAR), at least 0. Default 1.</summary>
    public double TemporalActivationRegularization { get; init; } = 1;

    /// <summary>Adam's β₂, decay of the mean squared gradient, in [0, 1). Default 0.99.</summary>
    public double Beta2 { get; init; } = 0.99;

    /// <summary>Adam's ε, positive. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Weight decay, at least 0. Default 1e-7.</summary>
    public double WeightDecay { get; init; } = 1e-7;

    /// <summary>True: p ← p·(1 − rate·decay) before Adam's step. False: decay·p is added to the gradient (L2). Default false.</summary>
    public bool DecoupledWeightDecay { get; init; }

    /// <summary>Largest global gradient norm; 0 turns clipping off. Default 0.12.</summary>
    public double GradientClip { get; init; } = 0.12;

    /// <summary>ε of label smoothing, in [0, 1). Default 0.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>What ε means. Default: the right class gets 1 − ε, each other class ε/(C − 1).</summary>
    public LabelSmoothingRule LabelSmoothingRule { get; init; }

    /// <summary>Seed of shuffling, dropout and new weights. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Threads of the tensor library; null leaves one per core. Default null.</summary>
    public int? ThreadCount { get; init; }

    /// <summary>
    /// What computes: <c>cpu</c>, <c>cuda</c> (the first NVIDIA GPU) or <c>cuda:1</c> and so on. A GPU needs the tensor library's CUDA build. Equal seeds
    /// give equal models on CPUs of one kind; a GPU draws its dropout differently, and its sums vary in the last digits. Default <c>cpu</c>.
    /// </summary>
    public string Device { get; init; } = "cpu";

    /// <summary>
    /// Whether matrix products on the CPU may round their factors and results to bfloat16 (8 bits of mantissa, sums in 32-bit floats). Only processors with
    /// instructions for it (AVX512_BF16: AMD Zen 4 and later, Intel Cooper Lake, Sapphire Rapids and later) do so, about twice as fast; on all others the option
    /// changes nothing. Weights, optimizer and validation stay in 32-bit floats. Default true.
    /// </summary>
    public bool AllowBfloat16 { get; init; } = true;

    /// <summary>
    /// Whether matrix products on a GPU may round their factors to TensorFloat-32 (10 bits of mantissa, sums in 32-bit floats), several times as fast on
    /// Ampere and later. The setting is the process's while a stage runs. Default true.
    /// </summary>
    public bool AllowTf32 { get; init; } = true;

    /// <summary>
    /// True: return the weights of the epoch with the lowest validation loss, where there is a validation set. False: those of the last epoch, as the
    /// authors do. Default false; for classifiers true.
    /// </summary>
    public bool KeepBestEpoch { get; init; }

    /// <summary>Where and how often the stage is saved to go on after an interruption; null for never. Default null.</summary>
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>The phase in which everything learns.</summary>
    internal TrainingPhase Main => new() { Epochs = Epochs, LearningRate = LearningRate, LowestLearningRate = LowestLearningRate, RateDivisor = RateDivisor };

    /// <summary>What of this decides the result; the thread count does so only in the last digits.</summary>
    internal TrainingOptions Essence => this with { ThreadCount = null, Checkpoint = null };

    /// <summary>The same, for a part of a longer run, which deletes the checkpoint when all of it has ended.</summary>
    internal TrainingOptions KeepingCheckpoint() => this with { Checkpoint = Checkpoint is { } checkpoint ? checkpoint with { KeepWhenFinished = true } : null };

    /// <summary>All phases in their order.</summary>
    internal IEnumerable<TrainingPhase> Phases => [.. Unfreezing, Main];

    /// <summary>Epochs of all phases together.</summary>
    internal int EpochCount => Phases.Sum(phase => phase.Epochs);

    internal IEnumerable<string> Problems()
    {
        if (BatchSize < 1)
            yield return $"{nameof(BatchSize)} must be at least 1, but is {BatchSize}.";
        if (BpttLength < 1)
            yield return $"{nameof(BpttLength)} must be at least 1, but is {BpttLength}.";
        if (ThreadCount < 1)
            yield return $"{nameof(ThreadCount)} must be at least 1, but is {ThreadCount}.";
        if (TrainingDevice.ProblemOf(Device) is { } deviceProblem)
            yield return deviceProblem;
        if (!(Beta2 >= 0 && Beta2 < 1))
            yield return Wrong(nameof(Beta2), Beta2, "in [0, 1)");
        if (!(Epsilon > 0 && double.IsFinite(Epsilon)))
            yield return Wrong(nameof(Epsilon), Epsilon, "positive and finite");
        if (!Enum.IsDefined(LabelSmoothingRule))
            yield return $"{nameof(LabelSmoothingRule)} must be one of {string.Join(", ", Enum.GetNames<LabelSmoothingRule>())}, but is {LabelSmoothingRule}.";
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

        foreach (var problem in Main.Problems().Concat(Schedule.Problems()))
            yield return problem;
        for (int phase = 0; phase < Unfreezing.Count; phase++)
        {
            foreach (var problem in Unfreezing[phase].Problems())
                yield return $"{nameof(Unfreezing)}[{phase}]: {problem}";
        }

        foreach (var problem in Dropout.Times(DropoutMultiplier).Problems().Concat(Checkpoint?.Problems() ?? []))
            yield return problem;
    }

    private static string Wrong(string name, double value, string expected) =>
        FormattableString.Invariant($"{name} must be {expected}, but is {value}.");
}
