namespace Microsoft.ML.MultiFit;

/// <summary>The classifier stage: everything learns from the first step, with discriminative rates.</summary>
public sealed record ClassifierOptions
{
    /// <summary>The common options. Defaults: 8 epochs, batches of 18, rates 1e-2/2.6⁴ … 2e-2, dropout × 0.5, decoupled decay 0.01, smoothing 0.1.</summary>
    public TrainingOptions Training { get; init; } = new()
    {
        Epochs = 8,
        BatchSize = 18,
        LearningRate = 2e-2,
        LowestLearningRate = 1e-2 / (2.6 * 2.6 * 2.6 * 2.6),
        DropoutMultiplier = 0.5,
        WeightDecay = 0.01,
        DecoupledWeightDecay = true,
        LabelSmoothing = 0.1,
        KeepBestEpoch = true,
    };

    /// <summary>Only a document's last that many tokens are pooled and back-propagated through; at least 1. Default 1,400 = 20 · 70.</summary>
    public int MaxLength { get; init; } = 1_400;

    /// <summary>Width between the head's two linear layers, at least 1. Default 50.</summary>
    public int HeadHiddenSize { get; init; } = 50;

    /// <summary>Dropout before the head's second linear layer, in [0, 1); not multiplied. Default 0.1.</summary>
    public double HeadDropout { get; init; } = 0.1;

    /// <summary>Loss weight per class, all positive; null weighs all alike. Default null.</summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    /// <summary>
    /// T of distillation, positive: scores are divided by it in the training loss, which is multiplied by T² (Hinton et al. 2015). It is meant for documents whose
    /// <see cref="LabeledDocument.Distribution"/> was softened by the same T; prediction and validation know nothing of it. Default 1.
    /// </summary>
    public double Temperature { get; init; } = 1;

    /// <summary>
    /// How many times to train, with the seed and the seeds that follow it; the model with the highest validation accuracy is kept, of equals the first. More
    /// than one needs a validation set, and reports the stages <c>run 1 classifier</c>, …; checkpoints end with <c>.1</c>, …. At least 1. Default 1 (the
    /// authors: 3 for MLDoc, 1 for CLS).
    /// </summary>
    public int Runs { get; init; } = 1;

    internal IEnumerable<string> Problems()
    {
        if (Runs < 1)
            yield return $"{nameof(Runs)} must be at least 1, but is {Runs}.";
        if (MaxLength < 1)
            yield return $"{nameof(MaxLength)} must be at least 1, but is {MaxLength}.";
        if (HeadHiddenSize < 1)
            yield return $"{nameof(HeadHiddenSize)} must be at least 1, but is {HeadHiddenSize}.";
        if (!(HeadDropout >= 0 && HeadDropout < 1))
            yield return FormattableString.Invariant($"{nameof(HeadDropout)} must be in [0, 1), but is {HeadDropout}.");
        if (!(Temperature > 0 && double.IsFinite(Temperature)))
            yield return FormattableString.Invariant($"{nameof(Temperature)} must be positive and finite, but is {Temperature}.");
        if (ClassWeights is not null && ClassWeights.Any(weight => !(weight > 0 && float.IsFinite(weight))))
            yield return $"{nameof(ClassWeights)} must all be positive and finite.";
        foreach (var problem in Training.Problems())
            yield return problem;
    }
}
