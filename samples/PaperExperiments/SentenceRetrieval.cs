using System.Numerics.Tensors;

namespace PaperExperiments;

/// <summary>
/// How often a sentence's nearest neighbour in the other language is its translation: by cosine, and by cross-domain similarity local scaling (CSLS, Conneau et
/// al. 2018), which takes the mean similarity to the ten nearest neighbours off both sides. Of equal ones the first is nearest.
/// </summary>
internal static class SentenceRetrieval
{
    private const int Neighbours = 10;

    /// <summary>Shares of right neighbours: source → target and back by cosine, then both by CSLS.</summary>
    /// <param name="source">Vectors of length 1.</param>
    /// <param name="target">Those of the translations, in the same order.</param>
    public static double[] Accuracy(float[][] source, float[][] target)
    {
        var forward = Similarities(source, target);
        var backward = Similarities(target, source);
        var (sourceMeans, targetMeans) = (NeighbourMeans(forward), NeighbourMeans(backward));
        return [Share(forward), Share(backward), Share(Scaled(forward, targetMeans)), Share(Scaled(backward, sourceMeans))];
    }

    private static float[][] Similarities(float[][] from, float[][] to)
    {
        var rows = new float[from.Length][];
        Parallel.For(0, rows.Length, i => rows[i] = [.. to.Select(vector => TensorPrimitives.Dot<float>(from[i], vector))]);
        return rows;
    }

    private static float[] NeighbourMeans(float[][] similarities) =>
        [.. similarities.AsParallel().AsOrdered().Select(row => row.OrderDescending().Take(Neighbours).Average())];

    /// <summary>What a row's own neighbours have in common moves all of its similarities alike, so the other side's means are enough.</summary>
    private static float[][] Scaled(float[][] similarities, float[] means) => [.. similarities.Select(row => row.Zip(means, (value, mean) => (2 * value) - mean).ToArray())];

    private static double Share(float[][] similarities) => similarities.Select((row, i) => TensorPrimitives.IndexOfMax<float>(row) == i ? 1.0 : 0.0).Average();
}
