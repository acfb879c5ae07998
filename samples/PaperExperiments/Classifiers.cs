using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>Trains the classifiers that experiments compare.</summary>
internal static class Classifiers
{
    /// <summary>A classifier trained with a seed.</summary>
    /// <param name="name">What the lines on standard error call it.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="start">The language model it starts from.</param>
    /// <param name="task">Its classes, and the documents that choose its best epoch.</param>
    /// <param name="documents">What it learns from.</param>
    /// <param name="progress">Told how it goes; null writes a line on standard error after every epoch.</param>
    public static TextClassifier Train(
        string name,
        ClassifierOptions options,
        int seed,
        LanguageModel start,
        LabeledTexts task,
        IReadOnlyList<LabeledDocument> documents,
        IProgress<TrainingProgress>? progress = null) =>
        new ClassifierTrainer(options.WithSeed(seed)).Train(start, task.Classes.Count, documents, task.Validation, progress ?? new EpochLines(name));
}
