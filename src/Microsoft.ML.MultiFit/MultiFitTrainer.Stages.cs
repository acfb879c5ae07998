namespace Microsoft.ML.MultiFit;

public sealed partial class MultiFitTrainer
{
    /// <summary>What the language models of both directions go through, with seed and threads settled.</summary>
    internal sealed class Stages
    {
        private readonly Options _options;
        private readonly int _seed;
        private readonly LanguageModelTrainer? _forward;
        private readonly LanguageModelTrainer? _backward;

        public Stages(Options options, int seed)
        {
            (_options, _seed) = (options, seed);
            Classifier = options.Classifier with { Training = Settled(options.Classifier.Training) };
            if (options.FineTuning is not { } stage)
                return;
            var training = Settled(stage.Training).KeepingCheckpoint();
            _forward = new LanguageModelTrainer(stage with { Training = training });
            _backward = new LanguageModelTrainer(stage with { Training = BackwardStage.Of(training) });
        }

        /// <summary>How classifiers are trained.</summary>
        public ClassifierOptions Classifier { get; }

        /// <summary>The forward model and, if there is one, the backward model: as they are, or fine-tuned on text.</summary>
        /// <param name="texts">The training data's texts; <see cref="Options.UnlabeledText"/> follows them.</param>
        /// <param name="run">Log, progress and cancellation.</param>
        public IReadOnlyList<LanguageModel> FineTune(IEnumerable<string> texts, TrainingRun run)
        {
            var all = _options.UnlabeledText is { } unlabeled ? texts.Concat(TextColumn.Read(unlabeled, _options.TextColumnName, run)) : texts;
            var forward = _options.LanguageModel!;
            var models = new List<LanguageModel> { _forward?.Train(forward, all, null, run, run.Token) ?? forward };
            if (_options.BackwardLanguageModel is { } backward)
                models.Add(_backward?.Train(backward, all, null, BackwardStage.Of(run), run.Token) ?? backward);
            return models;
        }

        /// <summary>The classifier is trained: deletes what fine-tuning has left, so that a run that was interrupted later need not repeat it.</summary>
        public void DeleteCheckpoints()
        {
            if (_options.FineTuning?.Training is not { Checkpoint: { KeepWhenFinished: false } } training)
                return;
            File.Delete(training.Checkpoint.Path);
            if (_options.BackwardLanguageModel is not null)
                File.Delete(BackwardStage.Of(training).Checkpoint!.Path);
        }

        private TrainingOptions Settled(TrainingOptions training) =>
            training with { Seed = _seed, ThreadCount = _options.ThreadCount ?? training.ThreadCount };
    }
}
