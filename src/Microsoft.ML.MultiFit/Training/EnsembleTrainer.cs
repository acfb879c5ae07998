namespace Microsoft.ML.MultiFit;

/// <summary>Trains a classifier from a language model, and another one in the same way from the backward model beside it, if there is one.</summary>
internal sealed class EnsembleTrainer(ClassifierOptions options)
{
    // A classifier that is done leaves its checkpoint until the other is done, too, so that neither is trained twice.
    private readonly ClassifierTrainer _forward = new(options with { Training = options.Training.KeepingCheckpoint() });
    private readonly ClassifierTrainer _backward = new(options with { Training = BackwardStage.Of(options.Training.KeepingCheckpoint()) });

    /// <summary>One classifier per language model; see <see cref="ClassifierTrainer.Train(LanguageModel, int, IReadOnlyList{LabeledDocument}, IReadOnlyList{LabeledDocument}?, IProgress{TrainingProgress}?, CancellationToken)"/>.</summary>
    /// <param name="starts">The forward model, and perhaps the backward one.</param>
    /// <param name="classCount">Classes.</param>
    /// <param name="documents">The labelled documents.</param>
    /// <param name="validation">Documents to choose the best epoch by, or null.</param>
    /// <param name="progress">Told about every step.</param>
    /// <param name="cancellationToken">Looked at before every step.</param>
    public IReadOnlyList<TextClassifier> Train(
        IReadOnlyList<LanguageModel> starts,
        int classCount,
        IReadOnlyList<LabeledDocument> documents,
        IReadOnlyList<LabeledDocument>? validation,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        var classifiers = new List<TextClassifier> { _forward.Train(starts[0], classCount, documents, validation, progress, cancellationToken) };
        if (starts.Count > 1)
            classifiers.Add(_backward.Train(starts[1], classCount, documents, validation, BackwardStage.Of(progress), cancellationToken));
        if (options.Training.Checkpoint is { KeepWhenFinished: false })
            DeleteCheckpoints();
        return classifiers;
    }

    /// <summary>Deletes what a finished run has left.</summary>
    public void DeleteCheckpoints()
    {
        _forward.DeleteCheckpoints();
        _backward.DeleteCheckpoints();
    }
}
