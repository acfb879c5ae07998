using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Cross entropy against smoothed targets: of a class's share 1 − s stays with it and s/(C − 1) goes to each other class. A label is a target with one class of share
/// 1; a teacher's probabilities are another.
/// </summary>
internal static class LabelSmoothing
{
    /// <summary>What all classes but the right one get together, s.</summary>
    /// <param name="rule">What ε means.</param>
    /// <param name="smoothing">ε, in [0, 1).</param>
    /// <param name="classCount">C, at least 2.</param>
    public static double ShareOfOthers(LabelSmoothingRule rule, double smoothing, int classCount) => rule switch
    {
        LabelSmoothingRule.OtherClasses => smoothing,
        LabelSmoothingRule.AllClasses => smoothing * (classCount - 1) / classCount,
        LabelSmoothingRule.AllClassesDividedEpsilon => smoothing / classCount * (classCount - 1) / classCount,
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, null),
    };

    /// <summary>Weighted mean cross entropy, at a temperature T: T² times that of the scores divided by T (Hinton et al. 2015, section 2).</summary>
    /// <param name="scores">Before softmax, <c>[batch, classes]</c>.</param>
    /// <param name="targets">Share of every class in every row, <c>[batch, classes]</c>, row-major; each row sums to 1.</param>
    /// <param name="weights">The weight of every row; they need not sum to 1.</param>
    /// <param name="smoothing">s, in [0, 1).</param>
    /// <param name="temperature">T, positive.</param>
    /// <returns>A scalar.</returns>
    public static torch.Tensor CrossEntropy(torch.Tensor scores, float[] targets, float[] weights, double smoothing, double temperature = 1)
    {
        int classCount = (int)scores.shape[1];
        float total = weights.Sum();
        var (own, other) = ((float)(1 - smoothing), (float)(smoothing / (classCount - 1)));
        float scale = (float)(temperature * temperature);
        var smoothed = new float[targets.Length];
        for (int i = 0; i < smoothed.Length; i++)
            smoothed[i] = ((own * targets[i]) + (other * (1 - targets[i]))) * (weights[i / classCount] / total) * scale;
        var softened = temperature == 1 ? scores : scores.div(temperature);
        return softened.log_softmax(1).mul(torch.tensor(smoothed, [weights.Length, classCount], device: scores.device)).sum().neg();
    }
}
