namespace Microsoft.ML.MultiFit;

/// <summary>
/// How a student learns from a teacher's labels. The defaults are the protocol of the MultiFiT paper (Eisenschlos et al. 2019): the teacher's class of every
/// document, one round, the best epoch by pseudo-labels.
/// </summary>
public sealed record BootstrapOptions
{
    /// <summary>The teacher's classes, or its probabilities. Default <see cref="PseudoLabelKind.Hard"/> (paper).</summary>
    public PseudoLabelKind Labels { get; init; }

    /// <summary>
    /// T of distillation, positive: the teacher's probabilities become p^(1/T), normalised, and <see cref="ClassifierOptions.Temperature"/> is T. Other than 1 only
    /// with <see cref="PseudoLabelKind.Soft"/>. Default 1 (the authors' program; Hinton et al. 2015 use 2 to 20).
    /// </summary>
    public double Temperature { get; init; } = 1;

    /// <summary>
    /// Whether probabilities, the teacher's and each student's that labels for the next, are scaled by a weight for each class until every class is as frequent among the
    /// documents as every other, before anything else is done with them. For a teacher that prefers some classes, and documents of which no class is rare. Default false
    /// (paper; distribution alignment, Berthelot et al. 2020, to equal frequencies).
    /// </summary>
    public bool BalanceClasses { get; init; }

    /// <summary>Documents of which the teacher is less sure are left out, in [0, 1]. Default 0 (paper: none are).</summary>
    public double MinimumConfidence { get; init; }

    /// <summary>
    /// Of each class the teacher gives, only the so many documents it is surest of, of equal ones the first; at least 2. Null takes all. Default null (paper).
    /// </summary>
    public int? DocumentsPerClass { get; init; }

    /// <summary>
    /// How many students are trained, each from the start; each but the last labels all documents anew for the next. At least 1. Default 1 (paper; the authors' program
    /// has a second round, of whose use the paper says nothing).
    /// </summary>
    public int Rounds { get; init; } = 1;

    /// <summary>
    /// Share of each class's documents that is held out to choose the best epoch by, rounded down, in [0, 1). 0 holds none out; no share is when there are true
    /// labels to choose by. Default 0.1 (the authors have a pseudo-labelled development set: for CLS a tenth, theirs the first documents, here random ones).
    /// </summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Whether the probability of every class is looked at.</summary>
    internal bool NeedsDistributions => Labels == PseudoLabelKind.Soft || BalanceClasses;

    /// <summary>Whether confidences or distributions are looked at.</summary>
    internal bool NeedsProbabilities => NeedsDistributions || MinimumConfidence > 0 || DocumentsPerClass is not null;

    internal IEnumerable<string> Problems()
    {
        if (!Enum.IsDefined(Labels))
            yield return $"{nameof(Labels)} must be one of {string.Join(", ", Enum.GetNames<PseudoLabelKind>())}, but is {Labels}.";
        if (!(Temperature > 0 && double.IsFinite(Temperature)))
            yield return FormattableString.Invariant($"{nameof(Temperature)} must be positive and finite, but is {Temperature}.");
        else if (Temperature != 1 && Labels == PseudoLabelKind.Hard)
            yield return $"{nameof(Temperature)} is of use only with {nameof(Labels)} {nameof(PseudoLabelKind.Soft)}.";
        if (!(MinimumConfidence >= 0 && MinimumConfidence <= 1))
            yield return FormattableString.Invariant($"{nameof(MinimumConfidence)} must be in [0, 1], but is {MinimumConfidence}.");
        if (DocumentsPerClass < 2)
            yield return $"{nameof(DocumentsPerClass)} must be at least 2, but is {DocumentsPerClass}.";
        if (Rounds < 1)
            yield return $"{nameof(Rounds)} must be at least 1, but is {Rounds}.";
        if (!(ValidationShare >= 0 && ValidationShare < 1))
            yield return FormattableString.Invariant($"{nameof(ValidationShare)} must be in [0, 1), but is {ValidationShare}.");
    }
}
