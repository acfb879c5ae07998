namespace Microsoft.ML.MultiFit;

/// <summary>What a student learns of a teacher's word on a document.</summary>
public enum PseudoLabelKind
{
    /// <summary>The teacher's class, as if it were true: the paper's way.</summary>
    Hard,

    /// <summary>The teacher's probabilities of all classes: distillation (Hinton et al. 2015), a variant in the authors' program.</summary>
    Soft,
}
