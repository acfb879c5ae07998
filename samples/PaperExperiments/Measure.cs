using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>How good a classifier is on reviews it has not seen.</summary>
internal static class Measure
{
    /// <summary>The class probabilities of every review.</summary>
    public static float[][] Probabilities(TextClassifier classifier, IReadOnlyList<Review> reviews) =>
        new ClassifierScorer(classifier).Score([.. reviews.Select(review => classifier.LanguageModel.Encode(review.Text))]);

    /// <summary>Share of the reviews whose most probable class is theirs.</summary>
    public static double Accuracy(float[][] probabilities, IReadOnlyList<Review> reviews) =>
        probabilities.Zip(reviews, (row, review) => Array.IndexOf(row, row.Max()) == review.Label ? 1.0 : 0.0).Average();

    /// <summary>Two classifiers' opinions with equal weight.</summary>
    public static float[][] Mean(float[][] first, float[][] second) =>
        [.. first.Zip(second, (one, other) => one.Zip(other, (p, q) => (p + q) / 2).ToArray())];
}
