using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>Cross entropy against smoothed labels: the label's class gets 1 − s, each other class s/(C − 1).</summary>
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

    /// <summary>Weighted mean cross entropy.</summary>
    /// <param name="scores">Before softmax, <c>[batch, classes]</c>.</param>
    /// <param name="labels">The class of every row.</param>
    /// <param name="weights">The weight of every row; they need not sum to 1.</param>
    /// <param name="smoothing">s, in [0, 1).</param>
    /// <returns>A scalar.</returns>
    public static torch.Tensor CrossEntropy(torch.Tensor scores, int[] labels, float[] weights, double smoothing)
    {
        int classCount = (int)scores.shape[1];
        float total = weights.Sum();
        var targets = new float[labels.Length * classCount];
        for (int row = 0; row < labels.Length; row++)
        {
            float share = weights[row] / total;
            targets.AsSpan(row * classCount, classCount).Fill((float)(smoothing / (classCount - 1)) * share);
            targets[(row * classCount) + labels[row]] = (float)(1 - smoothing) * share;
        }

        return scores.log_softmax(1).mul(torch.tensor(targets, [labels.Length, classCount], device: scores.device)).sum().neg();
    }
}
