namespace Microsoft.ML.MultiFit;

/// <summary>Trains a classifier on top of a language model's encoder (stub).</summary>
public sealed class ClassifierTrainer(ClassifierOptions options)
{
    /// <summary>Trains on labelled documents. With a validation set the weights of the best epoch (lowest validation loss) are returned, else the last ones.</summary>
    public TextClassifier Train(
        LanguageModel start,
        int classCount,
        IReadOnlyList<LabeledDocument> documents,
        IReadOnlyList<LabeledDocument>? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) => throw new NotImplementedException($"{options}");
}
