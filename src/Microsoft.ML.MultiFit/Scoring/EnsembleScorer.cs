using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>Scores texts with one classifier, or with several that know the same classes: the mean of their probabilities (ULMFiT, section 3.4).</summary>
internal sealed class EnsembleScorer(IReadOnlyList<TextClassifier> members)
{
    private readonly (LanguageModel LanguageModel, ClassifierScorer Scorer)[] _members =
        [.. members.Select(member => (member.LanguageModel, new ClassifierScorer(member)))];

    /// <summary>Probabilities of every class for every text, <c>[text][class]</c>.</summary>
    /// <param name="texts">The documents, before any text rules.</param>
    /// <param name="threadCount">Threads to use, at least 1; null leaves one per core.</param>
    public float[][] Score(IReadOnlyList<string> texts, int? threadCount)
    {
        var scores = Array.ConvertAll(_members, member => member.Scorer.Score(DocumentEncoder.Encode(member.LanguageModel, texts, threadCount), threadCount));
        var means = scores[0];
        if (scores.Length == 1)
            return means;
        for (int text = 0; text < means.Length; text++)
        {
            foreach (var other in scores.AsSpan(1))
                TensorPrimitives.Add(means[text], other[text], means[text]);
            TensorPrimitives.Divide(means[text], scores.Length, means[text]);
        }

        return means;
    }
}
