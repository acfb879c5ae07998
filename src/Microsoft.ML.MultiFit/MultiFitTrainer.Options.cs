namespace Microsoft.ML.MultiFit;

public sealed partial class MultiFitTrainer
{
    /// <summary>What a <see cref="MultiFitTrainer"/> trains on, and how. Only <see cref="LanguageModel"/> has no default.</summary>
    public sealed class Options
    {
        /// <summary>The label column, a key. Default <c>Label</c>.</summary>
        public string LabelColumnName = "Label";

        /// <summary>The text column. Default <c>Text</c>.</summary>
        public string TextColumnName = "Text";

        /// <summary>A column of <see cref="float"/> weights, at least 0; rows that weigh 0 are left out. Null weighs all rows alike. Default null.</summary>
        public string? ExampleWeightColumnName;

        /// <summary>Name of the column of probabilities. Default <c>Score</c>.</summary>
        public string ScoreColumnName = "Score";

        /// <summary>Name of the column of the likeliest class. Default <c>PredictedLabel</c>.</summary>
        public string PredictedLabelColumnName = "PredictedLabel";

        /// <summary>Name of the column of that class's probability. Default <c>Probability</c>.</summary>
        public string ProbabilityColumnName = "Probability";

        /// <summary>The language model to start from. It is not changed. Required.</summary>
        public LanguageModel? LanguageModel;

        /// <summary>
        /// A backward language model to train a second classifier from, in the same way; predictions are then the means of both (ULMFiT, section 3.4). It is
        /// not changed. Its checkpoints have the names of the forward model's with <c>.backward</c> behind. Null for none. Default null.
        /// </summary>
        public LanguageModel? BackwardLanguageModel;

        /// <summary>How the classifier is trained; its seed is replaced by <see cref="Seed"/>. Default: the authors' values.</summary>
        public ClassifierOptions Classifier = MultiFitPreset.Paper.Classifier;

        /// <summary>
        /// How the language model is fine-tuned on the training text first, e.g. <c>MultiFitPreset.Paper.FineTuning</c>; its seed is replaced by
        /// <see cref="Seed"/>. Null leaves the language model as it is. Default null.
        /// </summary>
        public LanguageModelOptions? FineTuning;

        /// <summary>More text to fine-tune on, in a column of the name <see cref="TextColumnName"/>; needs <see cref="FineTuning"/>. Default null.</summary>
        public IDataView? UnlabeledText;

        /// <summary>
        /// Labelled rows to choose the best epoch by. The label is the same key as the training data's, or the values behind it as they were before
        /// <c>MapValueToKey</c>. Null keeps the last epoch. Default null.
        /// </summary>
        public IDataView? ValidationSet;

        /// <summary>Seed of everything random. Null draws one from the context when the trainer is created, and logs it. Default null.</summary>
        public int? Seed;

        /// <summary>Threads for training and prediction, at least 1. Null leaves the choice to the stages' options, and one thread per core to prediction. Default null.</summary>
        public int? ThreadCount;

        /// <summary>Told about every training step. Default null.</summary>
        public IProgress<TrainingProgress>? Progress;

        /// <summary>Ends training with an <see cref="OperationCanceledException"/>. Looked at once per step.</summary>
        public CancellationToken CancellationToken;

        internal Options Copy() => (Options)MemberwiseClone();

        internal IEnumerable<string> Problems()
        {
            foreach (string problem in MultiFit.Options.Unnamed(
                (nameof(LabelColumnName), LabelColumnName),
                (nameof(TextColumnName), TextColumnName),
                (nameof(ScoreColumnName), ScoreColumnName),
                (nameof(PredictedLabelColumnName), PredictedLabelColumnName),
                (nameof(ProbabilityColumnName), ProbabilityColumnName)))
                yield return problem;

            if (LanguageModel is null)
                yield return $"{nameof(LanguageModel)} must be given.";
            if (BackwardLanguageModel is { Architecture.Direction: not TextDirection.Backward })
                yield return $"{nameof(BackwardLanguageModel)} must read backward, but reads forward.";
            if (BackwardLanguageModel is not null && LanguageModel is { Architecture.Direction: not TextDirection.Forward })
                yield return $"{nameof(LanguageModel)} must read forward beside a {nameof(BackwardLanguageModel)}, but reads backward.";
            if (ThreadCount < 1)
                yield return $"{nameof(ThreadCount)} must be at least 1, but is {ThreadCount}.";
            if (UnlabeledText is not null && FineTuning is null)
                yield return $"{nameof(UnlabeledText)} is of use only with {nameof(FineTuning)}.";
            foreach (var problem in Classifier?.Problems() ?? [$"{nameof(Classifier)} must be given."])
                yield return $"{nameof(Classifier)}: {problem}";
            foreach (var problem in FineTuning?.Problems() ?? [])
                yield return $"{nameof(FineTuning)}: {problem}";
        }
    }
}
