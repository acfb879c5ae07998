namespace Microsoft.ML.MultiFit;

/// <summary>
/// Corrects a teacher that prefers some classes: a weight for each class, p'[d, c] = w[c] · p[d, c] / Σ_k w[k] · p[d, k], such that over all documents every class has the
/// same mean probability. This is the correction for other class frequencies of Saerens et al. 2002, towards equal ones, and the distribution alignment of Berthelot
/// et al. 2020; the weights are found as Sinkhorn and Knopp 1967 scale a matrix to given sums of rows and columns.
/// </summary>
internal static class ClassBalance
{
    // Of a thousand documents this is a hundredth of one.
    private const double Tolerance = 1e-5;

    // There are no weights for labels without a doubt in them; what they come to after so many steps will do.
    private const int MaximumSteps = 200;

    // Classes further apart than this share no document, and their weights would leave the range of numbers.
    private const double LeastWeight = 1e-30;

    /// <summary>The labels after correction: the class that is likeliest then, with the corrected probabilities.</summary>
    /// <param name="labels">The label of every document, with its distribution; null where there is none, which stays so.</param>
    /// <param name="classCount">Classes of each distribution. One of which no document has any probability is left at zero.</param>
    public static PseudoLabel?[] Apply(IReadOnlyList<PseudoLabel?> labels, int classCount)
    {
        var distributions = labels.Where(label => label is not null).Select(label => label!.Value.Distribution!).ToList();
        var weights = Weights(distributions, classCount);
        return [.. labels.Select(label => label is null ? null : (PseudoLabel?)PseudoLabel.Of(Array.ConvertAll(Scaled(label.Value.Distribution!, weights), p => (float)p)))];
    }

    private static double[] Weights(List<IReadOnlyList<float>> distributions, int classCount)
    {
        var weights = new double[classCount];
        Array.Fill(weights, 1);
        for (int step = 0; step < MaximumSteps; step++)
        {
            var means = Means(distributions, weights);
            double goal = 1.0 / means.Count(mean => mean > 0);
            if (means.All(mean => mean == 0 || Math.Abs((mean / goal) - 1) < Tolerance))
                break;
            weights = [.. weights.Zip(means, (weight, mean) => mean == 0 ? weight : weight * goal / mean)];
            double largest = weights.Max();
            weights = Array.ConvertAll(weights, weight => Math.Max(weight / largest, LeastWeight));
        }

        return weights;
    }

    private static double[] Means(List<IReadOnlyList<float>> distributions, double[] weights)
    {
        var means = new double[weights.Length];
        foreach (var distribution in distributions)
        {
            var scaled = Scaled(distribution, weights);
            for (int label = 0; label < means.Length; label++)
                means[label] += scaled[label] / distributions.Count;
        }

        return means;
    }

    private static double[] Scaled(IReadOnlyList<float> distribution, double[] weights)
    {
        var scaled = weights.Select((weight, label) => weight * distribution[label]).ToArray();
        double sum = scaled.Sum();
        return Array.ConvertAll(scaled, product => product / sum);
    }
}
