using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// What logistic regression minimises: the weighted mean cross entropy of the rows under softmax(W x + b), plus λ/2 · |W|². The parameters are
/// <c>[classes, features + 1]</c>, each class's bias last. The sums do not depend on the number of threads.
/// </summary>
/// <param name="rows">The rows, weights above 0.</param>
/// <param name="featureCount">Numbers in a row.</param>
/// <param name="classCount">Classes.</param>
/// <param name="penalty">λ.</param>
/// <param name="threadCount">Threads.</param>
internal sealed class CrossEntropyObjective(IReadOnlyList<LabeledVector> rows, int featureCount, int classCount, double penalty, int threadCount)
{
    /// <summary>Rows that are summed up together.</summary>
    private const int BlockRows = 256;

    private readonly double _weightSum = rows.Sum(row => (double)row.Weight);

    /// <summary>The value, and the gradient.</summary>
    public double Evaluate(double[] parameters, double[] gradient)
    {
        int blockCount = (rows.Count + BlockRows - 1) / BlockRows;
        var losses = new double[blockCount];
        var gradients = new double[blockCount][];
        ParallelBlocks.For(blockCount, threadCount, block => losses[block] = Add(block, parameters, gradients[block] = new double[parameters.Length]));
        Array.Clear(gradient);
        foreach (var part in gradients)
            TensorPrimitives.Add<double>(gradient, part, gradient);
        TensorPrimitives.Divide<double>(gradient, _weightSum, gradient);
        double squares = 0;
        for (int label = 0; label < classCount; label++)
        {
            var weights = parameters.AsSpan(label * (featureCount + 1), featureCount);
            squares += TensorPrimitives.SumOfSquares<double>(weights);
            var part = gradient.AsSpan(label * (featureCount + 1), featureCount);
            TensorPrimitives.MultiplyAdd<double>(weights, penalty, part, part);
        }

        return (losses.Sum() / _weightSum) + (penalty / 2 * squares);
    }

    private double Add(int block, double[] parameters, double[] gradient)
    {
        var features = new double[featureCount + 1];
        features[featureCount] = 1;
        var probabilities = new double[classCount];
        double loss = 0;
        for (int index = block * BlockRows; index < Math.Min(rows.Count, (block + 1) * BlockRows); index++)
        {
            var row = rows[index];
            TensorPrimitives.ConvertChecked<float, double>(row.Features, features.AsSpan(0, featureCount));
            for (int label = 0; label < classCount; label++)
                probabilities[label] = TensorPrimitives.Dot<double>(features, parameters.AsSpan(label * features.Length, features.Length));
            double highest = probabilities.Max();
            double own = probabilities[row.Label] - highest;
            double sum = 0;
            for (int label = 0; label < classCount; label++)
                sum += probabilities[label] = Math.Exp(probabilities[label] - highest);
            loss += row.Weight * (Math.Log(sum) - own);
            for (int label = 0; label < classCount; label++)
            {
                double error = row.Weight * ((probabilities[label] / sum) - (label == row.Label ? 1 : 0));
                var part = gradient.AsSpan(label * features.Length, features.Length);
                TensorPrimitives.MultiplyAdd<double>(features, error, part, part);
            }
        }

        return loss;
    }
}
