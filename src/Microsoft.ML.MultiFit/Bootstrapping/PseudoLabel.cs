namespace Microsoft.ML.MultiFit;

/// <summary>What a teacher says of a document.</summary>
/// <param name="Label">Its class, from 0.</param>
/// <param name="Confidence">How sure it is; for teachers with probabilities, the class's. Default 1.</param>
public readonly record struct PseudoLabel(int Label, float Confidence = 1)
{
    /// <summary>The probability of every class, summing to 1; null for a teacher that gives none. Default null.</summary>
    public IReadOnlyList<float>? Distribution { get; init; }

    /// <summary>The label of a teacher that gives probabilities: the likeliest class, of equal ones the first.</summary>
    /// <param name="distribution">The probability of every class.</param>
    /// <exception cref="ArgumentException">There are no classes.</exception>
    public static PseudoLabel Of(IReadOnlyList<float> distribution)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        if (distribution.Count == 0)
            throw new ArgumentException("A distribution needs a class.", nameof(distribution));
        int likeliest = 0;
        for (int label = 1; label < distribution.Count; label++)
        {
            if (distribution[label] > distribution[likeliest])
                likeliest = label;
        }

        return new PseudoLabel(likeliest, distribution[likeliest]) { Distribution = distribution };
    }

    /// <summary>The distribution at a temperature T: p^(1/T), normalised, which is the softmax of scores divided by T.</summary>
    internal float[] Soften(double temperature)
    {
        var powers = Distribution!.Select(probability => Math.Pow(probability, 1 / temperature)).ToArray();
        double sum = powers.Sum();
        return Array.ConvertAll(powers, power => (float)(power / sum));
    }
}
