using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>The classifier's head at prediction: batch norm is a scale and a shift per column, so each block is one linear layer.</summary>
internal sealed class HeadScorer
{
    // Of the batch norm, as in training.
    private const double Epsilon = 1e-5;

    private readonly (float[][] Rows, float[] Bias)[] _blocks;

    public HeadScorer(TextClassifier classifier) => _blocks = [Fold(classifier.Head, 0), Fold(classifier.Head, 1)];

    /// <summary>Class probabilities of a pooled document.</summary>
    /// <param name="pooled"><c>[3 · embedding]</c>.</param>
    public float[] Score(float[] pooled)
    {
        var hidden = Linear(_blocks[0], pooled);
        TensorPrimitives.Max(hidden, 0, hidden);
        var logits = Linear(_blocks[1], hidden);
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max<float>(logits), logits);
        TensorPrimitives.Exp<float>(logits, logits);
        TensorPrimitives.Divide(logits, TensorPrimitives.Sum<float>(logits), logits);
        return logits;
    }

    private static float[] Linear((float[][] Rows, float[] Bias) block, float[] input)
    {
        var result = new float[block.Rows.Length];
        for (int row = 0; row < result.Length; row++)
            result[row] = TensorPrimitives.Dot<float>(block.Rows[row], input) + block.Bias[row];
        return result;
    }

    private static (float[][] Rows, float[] Bias) Fold(WeightSet head, int block)
    {
        float[] Values(string part) => head[WeightNames.Head(block, part)].Values;
        var (scale, shift) = (new double[Values(WeightNames.NormWeight).Length], new double[Values(WeightNames.NormWeight).Length]);
        for (int column = 0; column < scale.Length; column++)
        {
            scale[column] = Values(WeightNames.NormWeight)[column] / Math.Sqrt(Values(WeightNames.NormVariance)[column] + Epsilon);
            shift[column] = Values(WeightNames.NormBias)[column] - (Values(WeightNames.NormMean)[column] * scale[column]);
        }

        var weights = Values(WeightNames.LinearWeight);
        var bias = (float[])Values(WeightNames.LinearBias).Clone();
        var rows = new float[bias.Length][];
        for (int row = 0; row < rows.Length; row++)
        {
            var weightRow = weights.AsSpan(row * scale.Length, scale.Length);
            rows[row] = new float[scale.Length];
            double sum = bias[row];
            for (int column = 0; column < scale.Length; column++)
            {
                rows[row][column] = (float)(weightRow[column] * scale[column]);
                sum += weightRow[column] * shift[column];
            }

            bias[row] = (float)sum;
        }

        return (rows, bias);
    }
}
