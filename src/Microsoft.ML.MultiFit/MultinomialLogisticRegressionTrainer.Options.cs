namespace Microsoft.ML.MultiFit;

public sealed partial class MultinomialLogisticRegressionTrainer
{
    /// <summary>What a <see cref="MultinomialLogisticRegressionTrainer"/> trains on, and how.</summary>
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

        /// <summary>The penalty, how it is chosen, and when training ends.</summary>
        public LogisticRegressionOptions Regression = new();

        /// <summary>Ends training with an <see cref="OperationCanceledException"/>. Looked at once per step.</summary>
        public CancellationToken CancellationToken;

        internal Options Copy() => (Options)MemberwiseClone();

        internal IEnumerable<string> Problems()
        {
            foreach (string problem in MultiFit.Options.Unnamed(
                (nameof(LabelColumnName), LabelColumnName),
                (nameof(FeatureColumnName), FeatureColumnName),
                (nameof(ScoreColumnName), ScoreColumnName),
                (nameof(PredictedLabelColumnName), PredictedLabelColumnName),
                (nameof(ProbabilityColumnName), ProbabilityColumnName)))
                yield return problem;

            foreach (var problem in Regression?.Problems() ?? [$"{nameof(Regression)} must be given."])
                yield return $"{nameof(Regression)}: {problem}";
        }
    }
}
