using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Minimises a smooth convex function: limited-memory BFGS (Nocedal and Wright 2006, algorithms 7.4 and 7.5), the step halved until the function
/// falls by Armijo's rule.
/// </summary>
internal static class LimitedMemoryBfgs
{
    private const int History = 10;
    private const int MaxHalvings = 40;
    private const double SufficientDecrease = 1e-4;

    // Below this the curvature along a step is rounding error.
    private const double SmallestCurvature = 1e-12;

    /// <summary>Gives the function's value at a point and writes its gradient.</summary>
    public delegate double Function(double[] point, double[] gradient);

    /// <summary>Walks downhill from a point, which becomes the result.</summary>
    /// <param name="function">The function.</param>
    /// <param name="point">Where to begin; on return, the lowest point found.</param>
    /// <param name="tolerance">The largest component of the gradient that counts as zero.</param>
    /// <param name="maxIterations">Steps at most.</param>
    /// <param name="cancellationToken">Looked at once per step.</param>
    /// <returns>Whether the gradient became small enough, or no step could lower the function any more.</returns>
    public static bool Minimize(Function function, double[] point, double tolerance, int maxIterations, CancellationToken cancellationToken)
    {
        var gradient = new double[point.Length];
        double value = function(point, gradient);
        var (next, nextGradient) = (new double[point.Length], new double[point.Length]);
        var pairs = new LinkedList<(double[] Step, double[] Change, double Curvature)>();
        for (int iteration = 0; iteration < maxIterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TensorPrimitives.MaxMagnitude<double>(gradient) is var largest && Math.Abs(largest) <= tolerance)
                return true;
            var direction = Direction(gradient, pairs);
            double slope = TensorPrimitives.Dot<double>(direction, gradient);
            double length = pairs.Count == 0 ? Math.Min(1, 1 / TensorPrimitives.Norm<double>(gradient)) : 1;
            double nextValue = double.NaN;
            int halvings = 0;
            for (; halvings < MaxHalvings; halvings++, length /= 2)
            {
                TensorPrimitives.MultiplyAdd<double>(direction, length, point, next);
                nextValue = function(next, nextGradient);
                if (nextValue <= value + (SufficientDecrease * length * slope))
                    break;
            }

            if (halvings == MaxHalvings)
                return true;
            Remember(pairs, point, next, gradient, nextGradient);
            next.CopyTo(point, 0);
            (gradient, nextGradient, value) = (nextGradient, gradient, nextValue);
        }

        return false;
    }

    private static void Remember(
        LinkedList<(double[] Step, double[] Change, double Curvature)> pairs, double[] point, double[] next, double[] gradient, double[] nextGradient)
    {
        bool full = pairs.Count == History;
        var (step, change) = full ? (pairs.First!.Value.Step, pairs.First.Value.Change) : (new double[point.Length], new double[point.Length]);
        if (full)
            pairs.RemoveFirst();
        TensorPrimitives.Subtract<double>(next, point, step);
        TensorPrimitives.Subtract<double>(nextGradient, gradient, change);
        double curvature = TensorPrimitives.Dot<double>(step, change);
        if (curvature > SmallestCurvature * TensorPrimitives.Norm<double>(step) * TensorPrimitives.Norm<double>(change))
            pairs.AddLast((step, change, curvature));
    }

    /// <summary>The two-loop recursion: minus the inverse Hessian's estimate times the gradient.</summary>
    private static double[] Direction(double[] gradient, LinkedList<(double[] Step, double[] Change, double Curvature)> pairs)
    {
        var direction = new double[gradient.Length];
        TensorPrimitives.Negate<double>(gradient, direction);
        var factors = new Stack<double>();
        for (var node = pairs.Last; node is not null; node = node.Previous)
        {
            var (step, change, curvature) = node.Value;
            double factor = TensorPrimitives.Dot<double>(step, direction) / curvature;
            factors.Push(factor);
            TensorPrimitives.MultiplyAdd<double>(change, -factor, direction, direction);
        }

        if (pairs.Last is { Value: var last })
            TensorPrimitives.Multiply<double>(direction, last.Curvature / TensorPrimitives.SumOfSquares<double>(last.Change), direction);
        foreach (var (step, change, curvature) in pairs)
        {
            double factor = TensorPrimitives.Dot<double>(change, direction) / curvature;
            TensorPrimitives.MultiplyAdd<double>(step, factors.Pop() - factor, direction, direction);
        }

        return direction;
    }
}
