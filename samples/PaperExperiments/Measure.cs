using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>How good predictions are on documents that were not learned from.</summary>
internal static class Measure
{
    /// <summary>Share of the documents whose most probable class is theirs.</summary>
    public static double Accuracy(TextClassifier classifier, IReadOnlyList<LabeledDocument> documents) => Accuracy([classifier], documents);

    /// <summary>The same of several classifiers together: the class whose mean probability is highest.</summary>
    public static double Accuracy(IReadOnlyList<TextClassifier> classifiers, IReadOnlyList<LabeledDocument> documents) =>
        Accuracy(MostProbable(classifiers, documents), documents);

    /// <summary>Share of the documents of which the right class was predicted.</summary>
    public static double Accuracy(IReadOnlyList<int> predicted, IReadOnlyList<LabeledDocument> documents) =>
        predicted.Zip(documents, (label, document) => label == document.Label ? 1.0 : 0.0).Average();

    /// <summary>Accuracy, and the mean of the F1 of all classes that occur, be it only among the predictions.</summary>
    public static double[] AccuracyAndMacroF1(IReadOnlyList<int> predicted, IReadOnlyList<LabeledDocument> documents)
    {
        var pairs = predicted.Zip(documents, (label, document) => (Predicted: label, Actual: document.Label)).ToList();
        var classes = pairs.SelectMany(pair => new[] { pair.Predicted, pair.Actual }).Distinct();
        return [Accuracy(predicted, documents), classes.Average(F1)];

        // 2 · right / (predicted + actual), which is the harmonic mean of precision and recall.
        double F1(int label) =>
            2.0 * pairs.Count(pair => pair == (label, label)) / (pairs.Count(pair => pair.Predicted == label) + pairs.Count(pair => pair.Actual == label));
    }

    /// <summary>The most probable class of each document.</summary>
    public static IReadOnlyList<int> Predict(TextClassifier classifier, IReadOnlyList<LabeledDocument> documents) => MostProbable([classifier], documents);

    private static int[] MostProbable(IReadOnlyList<TextClassifier> classifiers, IReadOnlyList<LabeledDocument> documents)
    {
        var members = classifiers.Select(Probabilities).ToList();
        return [.. Enumerable.Range(0, documents.Count).Select(document => IndexOfLargest(Mean(document)))];

        IReadOnlyList<float[]> Probabilities(TextClassifier classifier) =>
            new ClassifierScorer(classifier).Score([.. documents.Select(document => classifier.LanguageModel.Encode(document.Text))]);

        float[] Mean(int document) => [.. Enumerable.Range(0, classifiers[0].ClassCount).Select(label => members.Average(member => member[document][label]))];

        static int IndexOfLargest(float[] values) => Array.IndexOf(values, values.Max());
    }
}
