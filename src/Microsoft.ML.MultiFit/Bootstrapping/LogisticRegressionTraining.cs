namespace Microsoft.ML.MultiFit;

/// <summary>
/// Fits logistic regression by L-BFGS, for a given penalty or the one that does best on rows left out. Equal rows and options give the same weights,
/// whatever the number of threads.
/// </summary>
/// <param name="options">How; checked by the caller.</param>
/// <param name="classCount">Classes, 2 at least. One without rows gets probability 0.</param>
internal sealed class LogisticRegressionTraining(LogisticRegressionOptions options, int classCount)
{
    // From strong to weak, so that each solution is near the one before it.
    private static readonly double[] s_candidates = [.. Enumerable.Range(2, 9).Select(i => Math.Pow(10, -i / 2.0))];

    private readonly int _threadCount = options.ThreadCount ?? Environment.ProcessorCount;

    /// <summary>Fits all rows.</summary>
    /// <param name="rows">Vectors of one length; two classes occur at least.</param>
    /// <param name="report">Gets a line on what was chosen, and on whether training came to its end.</param>
    /// <param name="cancellationToken">Looked at once per step.</param>
    public MultilayerPerceptron Fit(IReadOnlyList<LabeledVector> rows, Action<string> report, CancellationToken cancellationToken)
    {
        double penalty = options.L2Regularization ?? Choose(rows, report, cancellationToken);
        var (model, converged) = Fit(rows, null, penalty, _threadCount, cancellationToken);
        if (!converged)
            report(FormattableString.Invariant($"Training stopped after {options.MaxIterations} steps, before the gradient was as small as {options.Tolerance}."));
        return model.ToClassifier(classCount);
    }

    private double Choose(IReadOnlyList<LabeledVector> rows, Action<string> report, CancellationToken cancellationToken)
    {
        var folds = Folds(rows);
        var losses = new double[options.FoldCount][];
        ParallelBlocks.For(options.FoldCount, _threadCount, fold => losses[fold] = Losses(rows, folds, fold, cancellationToken), cancellationToken);
        double weight = rows.Sum(row => (double)row.Weight);
        var means = s_candidates.Select((_, index) => losses.Sum(fold => fold[index]) / weight).ToArray();
        int best = Array.IndexOf(means, means.Min());
        report(FormattableString.Invariant($"L2 weight {s_candidates[best]:0.##e0} of {s_candidates.Length}, cross entropy {means[best]:0.0000} on rows left out."));
        return s_candidates[best];
    }

    /// <summary>The part of each row: every class is dealt out in turn, in random order.</summary>
    private int[] Folds(IReadOnlyList<LabeledVector> rows)
    {
        var random = new Random(options.Seed);
        var order = Enumerable.Range(0, rows.Count).ToArray();
        random.Shuffle(order);
        var folds = new int[rows.Count];
        int dealt = 0;
        foreach (int row in order.OrderBy(row => rows[row].Label))
            folds[row] = dealt++ % options.FoldCount;
        return folds;
    }

    /// <summary>For every candidate, the cross entropies of the rows of a part under the model of the others, summed up.</summary>
    private double[] Losses(IReadOnlyList<LabeledVector> rows, int[] folds, int fold, CancellationToken cancellationToken)
    {
        var training = rows.Where((_, row) => folds[row] != fold).ToList();
        var leftOut = rows.Where((_, row) => folds[row] == fold).ToList();
        var losses = new double[s_candidates.Length];
        Solution? solution = null;
        for (int candidate = 0; candidate < losses.Length; candidate++)
        {
            (solution, _) = Fit(training, solution, s_candidates[candidate], 1, cancellationToken);
            var classifier = solution.ToClassifier(classCount);
            losses[candidate] = leftOut.Sum(row => -row.Weight * Math.Log(Math.Max(float.Epsilon, classifier.Probabilities(row.Features)[row.Label])));
        }

        return losses;
    }

    private (Solution Solution, bool Converged) Fit(
        IReadOnlyList<LabeledVector> rows, Solution? start, double penalty, int threadCount, CancellationToken cancellationToken)
    {
        int featureCount = rows[0].Features.Length;
        int[] classes = [.. rows.Select(row => row.Label).Distinct().Order()];
        var present = rows.Select(row => row with { Label = Array.BinarySearch(classes, row.Label) }).ToList();
        var parameters = (double[]?)start?.Parameters.Clone() ?? new double[classes.Length * (featureCount + 1)];
        var objective = new CrossEntropyObjective(present, featureCount, classes.Length, penalty, threadCount);
        bool converged = LimitedMemoryBfgs.Minimize(objective.Evaluate, parameters, options.Tolerance, options.MaxIterations, cancellationToken);
        return (new Solution(parameters, classes, featureCount), converged);
    }

    /// <summary>Parameters of the classes that occur.</summary>
    private sealed record Solution(double[] Parameters, int[] Classes, int FeatureCount)
    {
        public MultilayerPerceptron ToClassifier(int classCount)
        {
            var weights = new float[checked(classCount * FeatureCount)];
            var bias = new float[classCount];
            Array.Fill(bias, float.NegativeInfinity);
            for (int i = 0; i < Classes.Length; i++)
            {
                var own = Parameters.AsSpan(i * (FeatureCount + 1), FeatureCount + 1);
                for (int feature = 0; feature < FeatureCount; feature++)
                    weights[(Classes[i] * FeatureCount) + feature] = (float)own[feature];
                bias[Classes[i]] = (float)own[^1];
            }

            return new MultilayerPerceptron([(new WeightTensor([classCount, FeatureCount], weights), new WeightTensor([classCount], bias))]);
        }
    }
}
