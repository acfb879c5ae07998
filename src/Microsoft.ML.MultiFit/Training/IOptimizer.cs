namespace Microsoft.ML.MultiFit;

/// <summary>Adam (Kingma and Ba 2015) with a β₁ and a rate per group that the schedule gives at every step.</summary>
internal interface IOptimizer : IDisposable
{
    /// <summary>Steps done.</summary>
    int StepCount { get; }

    /// <summary>The mean and the mean square of each parameter's gradients, parameter after parameter.</summary>
    IReadOnlyList<float[]> Moments { get; }

    /// <summary>Goes back to what <see cref="StepCount"/> and <see cref="Moments"/> were.</summary>
    void Restore(int stepCount, IReadOnlyList<float[]> moments);

    /// <summary>Forgets the gradients of the last step.</summary>
    void ClearGradients();

    /// <summary>Picks up the gradients that <c>backward</c> left. Call once after it.</summary>
    /// <returns>Their global Euclidean norm.</returns>
    double CollectGradients();

    /// <summary>Moves every parameter that has a gradient.</summary>
    /// <param name="rates">Learning rate per group.</param>
    /// <param name="beta1">Decay of the mean gradient at this step.</param>
    /// <param name="gradientFactor">What to multiply the gradients by first (clipping).</param>
    void Step(double[] rates, double beta1, double gradientFactor);
}
