namespace Microsoft.ML.MultiFit;

public sealed partial class MultilayerPerceptronTrainer
{
    /// <summary>What a <see cref="MultilayerPerceptronTrainer"/> trains on, and how.</summary>
    public sealed class Options
    {
        /// <summary>The label column, a key. Default <c>Label</c>.</summary>
        public string LabelColumnName = "Label";

        /// <summary>The column of features, a vector of <see cref="float"/> of known size. Default <c>Features</c>.</summary>
        public string FeatureColumnName = "Features";

        /// <summary>A column of <see cref="float"/> weights, at least 0; rows that weigh 0 are left out. Null weighs all rows alike. Default null.</summary>
        public string? ExampleWeightColumnName;

        /// <summary>Name of the column of probabilities. Default <c>Score</c>.</summary>
        public string ScoreColumnName = "Score";

        /// <summary>Name of the column of the likeliest class. Default <c>PredictedLabel</c>.</summary>
        public string PredictedLabelColumnName = "PredictedLabel";

        /// <summary>Name of the column of that class's probability. Default <c>Probability</c>.</summary>
        public string ProbabilityColumnName = "Probability";

        /// <summary>The network and its training. Default: LASER's for document classification.</summary>
        public MultilayerPerceptronOptions Network = new();

        /// <summary>
        /// Labelled rows to choose the epoch by: the last of those with the most right answers. The label is the same key as the training data's, or the values
        /// behind it. Null keeps the last epoch of all. Default null.
        /// </summary>
        public IDataView? ValidationSet;

        /// <summary>Told about every epoch's end. Default null.</summary>
        public IProgress<TrainingProgress>? Progress;

        /// <summary>Ends training with an <see cref="OperationCanceledException"/>. Looked at once per step.</summary>
        public CancellationToken CancellationToken;

        internal Options Copy() => (Options)MemberwiseClone();

        internal IEnumerable<string> Problems() =>
        [
            .. MultiFit.Options.Unnamed(
                (nameof(LabelColumnName), LabelColumnName),
                (nameof(FeatureColumnName), FeatureColumnName),
                (nameof(ScoreColumnName), ScoreColumnName),
                (nameof(PredictedLabelColumnName), PredictedLabelColumnName),
                (nameof(ProbabilityColumnName), ProbabilityColumnName)),
            .. (Network?.Problems() ?? ["it must be given."]).Select(problem => $"{nameof(Network)}: {problem}"),
        ];
    }
}
