namespace Microsoft.ML.MultiFit;

public sealed partial class MultiFitBootstrapTrainer
{
    /// <summary>Whom the student learns from, and how. Only the language model of <see cref="Student"/> has no default.</summary>
    public sealed class Options
    {
        /// <summary>
        /// The student: its language model, as a rule fine-tuned on the target text, its columns and its training. It differs from a <see cref="MultiFitTrainer"/> in
        /// what its label column and its validation set are (see there: <see cref="MultiFitBootstrapTrainer"/>). Required.
        /// </summary>
        public MultiFitTrainer.Options Student = new();

        /// <summary>How the teacher's labels are used: hard or soft, selected or all, in how many rounds. Default: the paper's protocol.</summary>
        public BootstrapOptions Bootstrap = new();

        /// <summary>The teacher's column of labels: a key, texts, truth values or numbers. Default <c>PredictedLabel</c>.</summary>
        public string TeacherPredictedLabelColumnName = "PredictedLabel";

        /// <summary>
        /// The teacher's column of probabilities: a vector, whose slot names or training label values say which class each is of (without them they are in the order of
        /// the label's key), or, beside truth values, the probability of true. Read only for soft labels and selection, but where the label is
        /// bare text its names are the classes. Default <c>Score</c>.
        /// </summary>
        public string TeacherScoreColumnName = "Score";

        /// <summary>Told when a round begins. Default null.</summary>
        public IProgress<BootstrapRound>? Rounds;

        internal Options Copy()
        {
            var copy = (Options)MemberwiseClone();
            copy.Student = Student.Copy();
            return copy;
        }

        internal IEnumerable<string> Problems()
        {
            if (string.IsNullOrEmpty(TeacherPredictedLabelColumnName))
                yield return $"{nameof(TeacherPredictedLabelColumnName)} must be the name of a column.";
            if (string.IsNullOrEmpty(TeacherScoreColumnName))
                yield return $"{nameof(TeacherScoreColumnName)} must be the name of a column.";
            foreach (var problem in Student?.Problems() ?? [$"{nameof(Student)} must be given."])
                yield return $"{nameof(Student)}: {problem}";
            foreach (var problem in Bootstrap?.Problems() ?? [$"{nameof(Bootstrap)} must be given."])
                yield return $"{nameof(Bootstrap)}: {problem}";
        }
    }
}
