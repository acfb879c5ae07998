namespace Microsoft.ML.MultiFit.Tests;

/// <summary>A run that was interrupted and goes on ends as if it had not been.</summary>
[Collection(nameof(TorchCollection))]
public sealed class CheckpointTests : IDisposable
{
    private static readonly ModelArchitecture s_tiny = new() { VocabularySize = 12, EmbeddingSize = 6, HiddenSize = 8, LayerCount = 2 };
    private static readonly WeightSet s_start = PlainModel.RandomWeights(WeightNames.OfLanguageModel(s_tiny), 3);
    private static readonly TokenCorpus s_text = TokenCorpus.Of(Enumerable.Range(0, 30).Select(i => Enumerable.Range(i, 9).Select(k => 2 + (k * k % 10)).ToArray()));
    private static readonly TokenCorpus s_otherText = TokenCorpus.Of([[2, 3, 4, 5, 6, 7, 8, 9]]);

    // 270 tokens in rows of 5 × 9: 6 steps in each of 1 + 2 epochs.
    private static readonly LanguageModelOptions s_languageModel = new()
    {
        Training = new()
        {
            Epochs = 2,
            BatchSize = 9,
            BpttLength = 5,
            ThreadCount = 1,
            DropoutMultiplier = 1,
            KeepBestEpoch = true,
            Unfreezing = [new() { LastGroups = 1 }],
        },
    };

    // 20 documents in batches of 6: 3 steps in each of 1 + 2 epochs.
    private static readonly ClassifierOptions s_classifier = new()
    {
        HeadHiddenSize = 5,
        Training = new ClassifierOptions().Training with { Epochs = 2, BatchSize = 6, BpttLength = 5, ThreadCount = 1, Unfreezing = [new() { LastGroups = 2 }] },
    };

    private readonly TemporaryFolder _folder = new();

    private string CheckpointPath => _folder.File("run.checkpoint");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]     // within the first phase
    [InlineData(6)]     // its last step: cancelled in validation
    [InlineData(8)]     // within the second phase
    [InlineData(12)]    // between two epochs of a phase
    [InlineData(17)]
    [InlineData(18)]    // the last step of all
    public void A_cancelled_language_model_goes_on_to_the_same_weights(int step)
    {
        var whole = new List<TrainingProgress>();
        var (expected, expectedStage) = TrainLanguageModel(s_languageModel, whole.Add);
        Assert.ThrowsAny<OperationCanceledException>(() => CancelAt(step, (report, token) => TrainLanguageModel(Checkpointed(s_languageModel), report, token)));
        Assert.Equal(["run.checkpoint"], _folder.FileNames);

        var resumed = new List<TrainingProgress>();
        var (weights, stage) = TrainLanguageModel(Checkpointed(s_languageModel), resumed.Add);
        Assert.All(expected.Names, name => Assert.Equal(expected[name].Values, weights[name].Values));
        Assert.Equal(expectedStage, stage);
        Assert.Empty(_folder.FileNames);
        Assert.Equal(whole.Select(Timeless), resumed.Select(Timeless));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(9)]
    public void A_cancelled_classifier_goes_on_to_the_same_weights(int step)
    {
        var whole = new List<TrainingProgress>();
        var expected = TrainClassifier(s_classifier, whole.Add);
        Assert.ThrowsAny<OperationCanceledException>(() => CancelAt(step, (report, token) => TrainClassifier(Checkpointed(s_classifier), report, token)));

        var resumed = new List<TrainingProgress>();
        var again = TrainClassifier(Checkpointed(s_classifier), resumed.Add);
        Assert.All(expected.Head.Names, name => Assert.Equal(expected.Head[name].Values, again.Head[name].Values));
        Assert.All(expected.LanguageModel.Names, name => Assert.Equal(expected.LanguageModel[name].Values, again.LanguageModel[name].Values));
        Assert.Equal(expected.Stage, again.Stage);
        Assert.Equal(whole.Select(Timeless), resumed.Select(Timeless));
    }

    [Fact]
    public void Checkpoints_are_made_after_every_interval_and_every_one_is_good()
    {
        // Copies of the checkpoint after each step; each of them is gone on from.
        var copies = new List<string>();
        var options = Checkpointed(s_languageModel, interval: TimeSpan.FromTicks(1));
        var (expected, _) = TrainLanguageModel(options, _ =>
        {
            if (File.Exists(CheckpointPath))
                File.Copy(CheckpointPath, CheckpointPath + copies.Count);
            copies.Add(CheckpointPath + copies.Count);
        });
        Assert.False(File.Exists(CheckpointPath));

        // A report comes before its step's checkpoint, so the first finds none.
        Assert.Equal(copies.Skip(1), copies.Where(File.Exists));
        foreach (var copy in copies.Skip(1))
        {
            File.Move(copy, CheckpointPath);
            var (weights, _) = TrainLanguageModel(options);
            Assert.All(expected.Names, name => Assert.Equal(expected[name].Values, weights[name].Values));
        }
    }

    [Fact]
    public void A_finished_run_can_keep_its_checkpoint_and_then_gives_its_model_at_once()
    {
        var options = Checkpointed(s_languageModel);
        options = options with { Training = options.Training with { Checkpoint = options.Training.Checkpoint! with { KeepWhenFinished = true } } };
        var (expected, stage) = TrainLanguageModel(options);
        Assert.True(File.Exists(CheckpointPath));
        var reports = new List<TrainingProgress>();
        var (weights, again) = TrainLanguageModel(options, reports.Add);
        Assert.All(expected.Names, name => Assert.Equal(expected[name].Values, weights[name].Values));
        Assert.Equal(stage, again);
        Assert.Equal(18, reports.Count(report => !report.EpochEnded));
        Assert.True(File.Exists(CheckpointPath));
    }

    [Fact]
    public void A_checkpoint_that_is_not_to_be_gone_on_from_is_not_overwritten()
    {
        File.WriteAllText(CheckpointPath, "precious");
        var options = Checkpointed(s_languageModel);
        options = options with { Training = options.Training with { Checkpoint = options.Training.Checkpoint! with { Resume = false } } };
        Assert.Contains(CheckpointPath, Assert.Throws<IOException>(() => TrainLanguageModel(options)).Message);
        Assert.Equal("precious", File.ReadAllText(CheckpointPath));
    }

    [Fact]
    public void Another_runs_checkpoint_is_refused_with_all_that_differs()
    {
        Assert.ThrowsAny<OperationCanceledException>(() => CancelAt(8, (report, token) => TrainLanguageModel(Checkpointed(s_languageModel), report, token)));
        var other = Checkpointed(s_languageModel);
        other = other with { Training = other.Training with { LearningRate = 0.25, Schedule = new SlantedTriangularSchedule(), Dropout = new() { Weight = 0.5 } } };
        var message = Refusal(() => TrainLanguageModel(other));
        Assert.Contains($"'{CheckpointPath}' is the checkpoint of another run", message);
        Assert.Contains("Training.LearningRate was 0.005 and is 0.25", message);
        Assert.Contains("Training.Schedule.$type was one-cycle and is slanted triangular", message);
        Assert.Contains("Training.Dropout.Weight was 0.15 and is 0.5", message);
        Assert.DoesNotContain("text", message);
        Assert.DoesNotContain("starting weights", message);

        var options = Checkpointed(s_languageModel);
        Assert.Contains("training text was ", Refusal(() => Train(options, s_start, s_otherText, s_text)));
        Assert.Contains("validation text was ", Refusal(() => Train(options, s_start, s_text, null)));
        Assert.Contains("starting weights was ", Refusal(() => Train(options, PlainModel.RandomWeights(WeightNames.OfLanguageModel(s_tiny), 4), s_text, s_text)));
        Assert.Contains("Stage was pretrain", Refusal(() => TrainClassifier(Checkpointed(s_classifier))));

        // More threads are another way to the same goal.
        TrainLanguageModel(options with { Training = options.Training with { ThreadCount = 2 } });

        static string Refusal(Action train) => Assert.Throws<InvalidDataException>(train).Message;
    }

    [Fact]
    public void A_run_that_diverges_keeps_the_last_good_checkpoint()
    {
        var options = Checkpointed(s_languageModel, interval: TimeSpan.FromTicks(1));
        options = options with { Training = options.Training with { LearningRate = 1e38, GradientClip = 0, Unfreezing = [] } };
        var error = Assert.Throws<TrainingException>(() => TrainLanguageModel(options));
        Assert.Contains("loss ", error.Message);
        Assert.Contains($"'{CheckpointPath}', was kept", error.Message);
        Assert.Contains("step 2 of 12", error.Message);
        Assert.Equal(1, CheckpointFile.Open(CheckpointPath).Description.Progress.StepInEpoch);
    }

    [Fact]
    public void Wrong_options_and_unwritable_folders_are_refused_before_work()
    {
        var wrong = s_languageModel with { Training = s_languageModel.Training with { Checkpoint = new() { Path = " ", Interval = TimeSpan.Zero } } };
        var message = Assert.Throws<ArgumentException>(() => new LanguageModelTrainer(wrong)).Message;
        Assert.Contains("Checkpoint.Path", message);
        Assert.Contains("Checkpoint.Interval", message);
        var lost = s_languageModel with { Training = s_languageModel.Training with { Checkpoint = new() { Path = _folder.File("missing/x") } } };
        Assert.Contains("missing/x", Assert.Throws<DirectoryNotFoundException>(() => TrainLanguageModel(lost, _ => throw new InvalidOperationException("Too late."))).Message);
    }

    private static (WeightSet Weights, TrainingStage Stage) TrainLanguageModel(
        LanguageModelOptions options, Action<TrainingProgress>? report = null, CancellationToken cancellationToken = default) =>
        new LanguageModelTrainer(options).Train(s_tiny, s_start, 1, s_text, s_text, new Callback(report), cancellationToken);

    private static void Train(LanguageModelOptions options, WeightSet start, TokenCorpus training, TokenCorpus? validation) =>
        new LanguageModelTrainer(options).Train(s_tiny, start, 1, training, validation, null, default);

    private static (WeightSet LanguageModel, WeightSet Head, TrainingStage Stage) TrainClassifier(
        ClassifierOptions options, Action<TrainingProgress>? report = null, CancellationToken cancellationToken = default)
    {
        int[][] texts = [.. Enumerable.Range(0, 20).Select(i => Enumerable.Range(0, 2 + (i * 7 % 11)).Select(k => 2 + ((i + k) % 10)).ToArray())];
        var documents = new LabeledCorpus(TokenCorpus.Of(texts), [.. texts.Select((_, i) => i % 2)], [.. texts.Select(_ => 1f)]);
        return new ClassifierTrainer(options).Train(s_tiny, s_start, 2, 1, documents, documents, new Callback(report), cancellationToken);
    }

    private static void CancelAt(int step, Action<Action<TrainingProgress>, CancellationToken> train)
    {
        using var source = new CancellationTokenSource();
        train(
            report =>
            {
                if (report.Step == step)
                    source.Cancel();
            },
            source.Token);
    }

    private static TrainingProgress Timeless(TrainingProgress report) => report with { TokensPerSecond = 0, Remaining = default };

    private LanguageModelOptions Checkpointed(LanguageModelOptions options, TimeSpan? interval = null) =>
        options with { Training = Checkpointed(options.Training, interval) };

    private ClassifierOptions Checkpointed(ClassifierOptions options) => options with { Training = Checkpointed(options.Training, null) };

    private TrainingOptions Checkpointed(TrainingOptions options, TimeSpan? interval) =>
        options with { Checkpoint = new() { Path = CheckpointPath, Interval = interval ?? TimeSpan.FromHours(1) } };

    private sealed class Callback(Action<TrainingProgress>? report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report?.Invoke(value);
    }
}
