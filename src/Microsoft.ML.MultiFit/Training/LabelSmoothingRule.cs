namespace Microsoft.ML.MultiFit;

/// <summary>What ε of label smoothing means, for C classes (or pieces). The programs that MultiFiT's numbers come from differ.</summary>
public enum LabelSmoothingRule
{
    /// <summary>The right class gets 1 − ε, each other class ε/(C − 1): the paper's runs (fastai up to 1.0.48).</summary>
    OtherClasses,

    /// <summary>Every class gets ε/C, the right one 1 − ε besides: fastai since 1.0.50, and Szegedy et al. 2016.</summary>
    AllClasses,

    /// <summary>As <see cref="AllClasses"/> with ε/C in place of ε: the authors' rewritten program, clearly weaker.</summary>
    AllClassesDividedEpsilon,
}
