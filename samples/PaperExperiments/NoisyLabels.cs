using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>
/// Wrong labels as in the authors' experiment: of n documents ⌊n · noise⌋, drawn without replacement, get (label + d) mod C with d drawn from {1, 2}. They have
/// 4 classes, of which one is therefore never the wrong one. Of two classes d is 1: the other class.
/// </summary>
internal static class NoisyLabels
{
    /// <summary>The documents, some of them with wrong labels. With the same seed more noise makes the same labels wrong, and further ones.</summary>
    /// <param name="documents">The documents with their true labels.</param>
    /// <param name="classCount">C.</param>
    /// <param name="noise">The share of wrong labels, in [0, 1].</param>
    /// <param name="seed">Decides which, and how wrong.</param>
    public static IReadOnlyList<LabeledDocument> Of(IReadOnlyList<LabeledDocument> documents, int classCount, double noise, int seed)
    {
        // 0.29 · 100 is a little less than 29.
        int wrong = (int)((noise * documents.Count) + 1e-6);
        var random = new Random(seed);
        int[] order = [.. Enumerable.Range(0, documents.Count)];
        random.Shuffle(order);
        var noisy = documents.ToArray();
        foreach (int place in order.AsSpan(0, wrong))
            noisy[place] = noisy[place] with { Label = (noisy[place].Label + random.Next(1, Math.Min(3, classCount))) % classCount };
        return noisy;
    }
}
