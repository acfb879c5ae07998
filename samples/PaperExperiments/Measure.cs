using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>How good a classifier is on reviews it has not seen.</summary>
internal static class Measure
{
    /// <summary>Share of the reviews whose most probable class is theirs.</summary>
    public static double Accuracy(TextClassifier classifier, IReadOnlyList<Review> reviews) =>
        Probabilities(classifier, reviews).Zip(reviews, (row, review) => Array.IndexOf(row, row.Max()) == review.Label ? 1.0 : 0.0).Average();

    private static float[][] Probabilities(TextClassifier classifier, IReadOnlyList<Review> reviews) =>
        new ClassifierScorer(classifier).Score([.. reviews.Select(review => classifier.LanguageModel.Encode(review.Text))]);
}
