using System.Numerics.Tensors;
using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>The loss of rows in plain memory; the rows run in parallel.</summary>
internal sealed unsafe class SoftmaxKernel : IRowLoss
{
    private readonly DecoderLoss.Prediction _prediction;
    private readonly int _classCount;
    private readonly int _threadCount;
    private readonly double[] _losses;
    private readonly bool[] _right;
    private readonly int _targetCount;

    public SoftmaxKernel(DecoderLoss.Prediction prediction, int classCount, int threadCount)
    {
        _prediction = prediction;
        _classCount = classCount;
        _threadCount = threadCount;
        _losses = new double[prediction.Targets.Length];
        _right = new bool[prediction.Targets.Length];
        _targetCount = prediction.CountTargets(classCount);
    }

    /// <inheritdoc/>
    public double Loss => _losses.Sum() / _targetCount;

    /// <inheritdoc/>
    public int RightCount => _right.Count(right => right);

    /// <inheritdoc/>
    public void Run(torch.Tensor scores, torch.Tensor bias, int start, int count)
    {
        float* first = TensorMemory.Pointer(scores);
        float* biases = TensorMemory.Pointer(bias);
        ParallelBlocks.For(count, _threadCount, row =>
            RunRow(new Span<float>(first + ((long)row * _classCount), _classCount), new ReadOnlySpan<float>(biases, _classCount), start + row));
        GC.KeepAlive(scores);
        GC.KeepAlive(bias);
    }

    private void RunRow(Span<float> scores, ReadOnlySpan<float> bias, int row)
    {
        int target = _prediction.Targets[row];
        if (target < 0)
        {
            scores.Clear();
            return;
        }

        TensorPrimitives.Add(scores, bias, scores);
        float highest = TensorPrimitives.Max<float>(scores);
        float targetScore = scores[target];
        double smoothing = _prediction.Smoothing;
        float other = (float)(smoothing / (_classCount - 1));
        double expected = smoothing == 0 ? targetScore : ((1 - smoothing) * targetScore) + (other * ((double)TensorPrimitives.Sum<float>(scores) - targetScore));
        float sum = ExponentialFunctions.ExpSum(scores, highest);
        _losses[row] = highest + Math.Log(sum) - expected;
        _right[row] = targetScore >= highest;
        if (!_prediction.NeedsGradient)
            return;

        // p − q over the number of rows, with q = ε/(C − 1) everywhere but at the target.
        float scale = 1f / _targetCount;
        TensorPrimitives.Multiply(scores, scale / sum, scores);
        if (smoothing > 0)
            TensorPrimitives.Subtract(scores, other * scale, scores);
        scores[target] -= (float)(1 - smoothing - (smoothing > 0 ? other : 0)) * scale;
    }
}
