namespace Microsoft.ML.MultiFit;

/// <summary>How a logistic regression is trained.</summary>
public sealed record LogisticRegressionOptions
{
    /// <summary>
    /// Weight λ of the penalty λ/2 · |W|² beside the mean cross entropy, above 0; the bias is not penalised. Null chooses among 10⁻¹, 10⁻¹·⁵, …, 10⁻⁵ by
    /// cross-validation: the lowest cross entropy on the rows left out wins, of equal ones the largest λ. Default null.
    /// </summary>
    public double? L2Regularization { get; init; }

    /// <summary>Parts that cross-validation leaves out in turn, at least 2. Every part has its share of each class. Default 5.</summary>
    public int FoldCount { get; init; } = 5;

    /// <summary>Seed of the parts. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Training ends when no component of the gradient is larger than this; above 0. Default 1e-6.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Steps of L-BFGS, at most; at least 1. Default 500.</summary>
    public int MaxIterations { get; init; } = 500;

    /// <summary>Threads, at least 1; null for one per core. The result does not depend on it. Default null.</summary>
    public int? ThreadCount { get; init; }

    internal IEnumerable<string> Problems()
    {
        if (L2Regularization is { } penalty && !(penalty > 0 && double.IsFinite(penalty)))
            yield return FormattableString.Invariant($"{nameof(L2Regularization)} must be above 0 and finite, but is {penalty}.");
        if (FoldCount < 2)
            yield return $"{nameof(FoldCount)} must be at least 2, but is {FoldCount}.";
        if (!(Tolerance > 0 && double.IsFinite(Tolerance)))
            yield return FormattableString.Invariant($"{nameof(Tolerance)} must be above 0 and finite, but is {Tolerance}.");
        if (MaxIterations < 1)
            yield return $"{nameof(MaxIterations)} must be at least 1, but is {MaxIterations}.";
        if (ThreadCount < 1)
            yield return $"{nameof(ThreadCount)} must be at least 1, but is {ThreadCount}.";
    }
}
