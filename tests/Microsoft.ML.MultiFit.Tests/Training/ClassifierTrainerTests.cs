using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

[Collection(nameof(TorchCollection))]
public class ClassifierTrainerTests
{
    private static readonly ModelArchitecture s_tiny = new() { VocabularySize = 20, EmbeddingSize = 8, HiddenSize = 12, LayerCount = 2 };
    private static readonly WeightSet s_start = PlainModel.RandomWeights(WeightNames.OfLanguageModel(s_tiny), 3);

    [Fact]
    public void Learns_which_word_decides()
    {
        var reports = new List<TrainingProgress>();
        var options = Options(15) with { Training = Options(15).Training with { LowestLearningRate = null } };
        var (_, _, stage) = Train(options, Documents(240, 1), Documents(60, 2), reports.Add);
        var best = reports.Where(report => report.EpochEnded).MinBy(report => report.ValidationLoss)!;
        Assert.InRange(best.ValidationAccuracy!.Value, 0.95, 1);
        Assert.Equal(best.ValidationLoss!.Value, stage.Loss);
    }

    [Fact]
    public void Returns_the_epoch_with_the_lowest_validation_loss()
    {
        // Validation labels are wrong on purpose: the better the training, the worse the validation, so the first epochs are the best.
        var wrong = Documents(60, 2);
        wrong = wrong with { Labels = Array.ConvertAll(wrong.Labels, label => (label + 1) % 3) };
        var reports = new List<TrainingProgress>();
        var (languageModel, head, stage) = Train(Options(8), Documents(120, 1), wrong, reports.Add);
        var losses = reports.Where(report => report.EpochEnded).Select(report => report.ValidationLoss!.Value).ToArray();
        Assert.True(losses[^1] > losses.Min());
        Assert.Equal(losses.Min(), stage.Loss);
        Assert.Equal(losses.Min(), ValidationLoss(languageModel, head, wrong), 1e-6);
    }

    [Fact]
    public void Without_validation_the_last_epoch_counts()
    {
        // One epoch of training is a prefix of nothing longer (the cycle differs), so compare with the same run watched by a validation set
        // whose best epoch is the last.
        var training = Documents(60, 1);
        var (_, head, stage) = Train(Options(6), training, null, null);
        var reports = new List<TrainingProgress>();
        var (_, watched, _) = Train(Options(6), training, training, reports.Add);
        var losses = reports.Where(report => report.EpochEnded).Select(report => report.ValidationLoss!.Value).ToArray();
        Assert.Equal(losses.Min(), losses[^1]);
        Assert.All(head.Names, name => Assert.Equal(watched[name].Values, head[name].Values));
        Assert.True(double.IsFinite(stage.Loss));
    }

    [Fact]
    public void Equal_seeds_give_equal_weights_and_others_do_not()
    {
        var documents = Documents(40, 1);
        var options = Options(2) with { Training = Options(2).Training with { ThreadCount = 2 } };
        var first = Train(options, documents, null, null);
        var second = Train(options, documents, null, null);
        Assert.All(first.Head.Names, name => Assert.Equal(first.Head[name].Values, second.Head[name].Values));
        Assert.All(first.LanguageModel.Names, name => Assert.Equal(first.LanguageModel[name].Values, second.LanguageModel[name].Values));
        var other = Train(options with { Training = options.Training with { Seed = 5 } }, documents, null, null);
        Assert.NotEqual(first.Head[WeightNames.Head(0, WeightNames.LinearWeight)].Values, other.Head[WeightNames.Head(0, WeightNames.LinearWeight)].Values);
    }

    [Fact]
    public void The_decoder_bias_stays_and_everything_else_learns()
    {
        var (languageModel, _, _) = Train(Options(1), Documents(40, 1), null, null);
        Assert.Same(s_start[WeightNames.DecoderBias], languageModel[WeightNames.DecoderBias]);
        Assert.All(s_start.Names.Where(name => name != WeightNames.DecoderBias), name => Assert.NotEqual(s_start[name].Values, languageModel[name].Values));
    }

    [Fact]
    public void A_decoder_of_its_own_stays_too_and_an_LSTM_learns()
    {
        var architecture = s_tiny with { Encoder = EncoderKind.Lstm, TiedDecoder = false };
        var start = PlainModel.RandomWeights(WeightNames.OfLanguageModel(architecture), 3);
        var (languageModel, _, _) = new ClassifierTrainer(Options(1)).Train(architecture, start, 3, 1, Documents(40, 1), null, null, CancellationToken.None);
        Assert.Same(start[WeightNames.DecoderWeight], languageModel[WeightNames.DecoderWeight]);
        Assert.Same(start[WeightNames.DecoderBias], languageModel[WeightNames.DecoderBias]);
        Assert.All(start.Names.Where(WeightNames.IsOfEncoder), name => Assert.NotEqual(start[name].Values, languageModel[name].Values));
    }

    [Fact]
    public void Groups_that_are_frozen_stay_as_they_were()
    {
        // All that learns at a rate worth mentioning is the head and the last layer.
        var training = Options(1).Training with { Unfreezing = [new() { LastGroups = 2, Epochs = 2 }], LearningRate = 1e-30, LowestLearningRate = null };
        var (languageModel, head, _) = Train(Options(1) with { Training = training }, Documents(40, 1), null, null);
        var frozen = new[] { WeightNames.Embedding, WeightNames.LayerWeight(0), WeightNames.LayerBias(0) };
        Assert.All(frozen, name => Assert.Equal(s_start[name].Values, languageModel[name].Values));
        Assert.NotEqual(s_start[WeightNames.LayerWeight(1)].Values, languageModel[WeightNames.LayerWeight(1)].Values);
        Assert.Contains(head[WeightNames.Head(1, WeightNames.NormWeight)].Values, value => value != 1);
    }

    [Fact]
    public void Gradual_unfreezing_learns_which_word_decides()
    {
        var reports = new List<TrainingProgress>();
        var training = Options(12).Training with { Schedule = new SlantedTriangularSchedule(), LowestLearningRate = null, RateDivisor = 1.2 };
        Train(Options(1) with { Training = Unfreezing.Gradual(training, 4) }, Documents(240, 1), Documents(60, 2), reports.Add);
        Assert.Equal(15, reports[^1].EpochCount);
        Assert.InRange(reports[^1].ValidationAccuracy!.Value, 0.95, 1);
    }

    [Fact]
    public void A_label_is_a_distribution_with_a_single_one()
    {
        var (hard, held) = (Documents(40, 1), Documents(20, 2));
        var (expected, expectedHead, expectedStage) = Train(Options(2), hard, held, null);
        var (languageModel, head, stage) = Train(Options(2), Soft(hard, 1), Soft(held, 1), null);
        Assert.All(expected.Names, name => Assert.Equal(expected[name].Values, languageModel[name].Values));
        Assert.All(expectedHead.Names, name => Assert.Equal(expectedHead[name].Values, head[name].Values));
        Assert.Equal(expectedStage, stage);
        Assert.NotEqual(expectedHead[expectedHead.Names.First()].Values, Train(Options(2), Soft(hard, 0.8f), held, null).Head[expectedHead.Names.First()].Values);
    }

    [Fact]
    public void Validation_loss_of_a_distribution_is_its_cross_entropy()
    {
        // Linear in the target: the loss of a mixture is the mixture of the losses.
        var (languageModel, head, _) = Train(Options(1), Documents(40, 1), null, null);
        var held = Documents(20, 2);
        double[] losses = [.. Enumerable.Range(0, 3).Select(shift =>
            ValidationLoss(languageModel, head, held with { Labels = Array.ConvertAll(held.Labels, label => (label + shift) % 3) }))];
        Assert.Equal((0.8 * losses[0]) + (0.1 * (losses[1] + losses[2])), ValidationLoss(languageModel, head, Soft(held, 0.8f)), 1e-5);
    }

    [Fact]
    public void Of_several_runs_the_most_accurate_is_kept()
    {
        var options = Options(2);
        var documents = Documents(60, 1);
        var held = Documents(40, 2);
        var single = Enumerable.Range(0, 3).Select(seed =>
        {
            var reports = new List<TrainingProgress>();
            var run = Train(options with { Training = options.Training with { Seed = seed } }, documents, held, reports.Add);
            return (run.Head, run.Stage, Accuracy: reports.Where(report => report.EpochEnded).MinBy(report => report.ValidationLoss)!.ValidationAccuracy!.Value);
        }).ToList();
        var expected = single.MaxBy(run => run.Accuracy);
        Assert.True(single.Select(run => run.Accuracy).Distinct().Count() > 1);

        var stages = new HashSet<string>();
        var best = Train(options with { Runs = 3 }, documents, held, report => stages.Add(report.Stage));
        Assert.Equal(expected.Stage, best.Stage);
        Assert.All(expected.Head.Names, name => Assert.Equal(expected.Head[name].Values, best.Head[name].Values));
        Assert.Equal(["run 1 classifier", "run 2 classifier", "run 3 classifier"], stages.Order());
        Assert.Contains("3 Runs need a validation set", Assert.Throws<ArgumentException>(() => Train(options with { Runs = 3 }, documents, null, null)).Message);
    }

    [Fact]
    public void Document_weights_and_class_weights_shift_the_decision()
    {
        // The same documents with both labels: the prediction follows the weights.
        int[][] texts = [.. Enumerable.Range(0, 40).Select(i => new[] { 2, 3 + (i % 3), 4 })];
        var labels = Enumerable.Range(0, 40).Select(i => i % 2).ToArray();
        var weights = labels.Select(label => label == 1 ? 9f : 1f).ToArray();
        var (languageModel, head, _) = Train(Options(10), new LabeledCorpus(TokenCorpus.Of(texts), labels, weights), null, null, classCount: 2);
        var one = new LabeledCorpus(TokenCorpus.Of(texts), labels.Select(_ => 1).ToArray(), weights);
        // −ln 0.9 = 0.105 where the weights say nine to one; 0.69 where they are not looked at.
        Assert.InRange(ValidationLoss(languageModel, head, one, classCount: 2), 0, 0.3);
    }

    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        // What other tests left is counted, too, until it is collected.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var counts = new List<long>();
        Train(Options(3), Documents(40, 1), Documents(20, 2), report =>
        {
            if (report.EpochEnded)
                counts.Add(torch.Tensor.TotalCount);
        });
        Assert.Equal(3, counts.Count);
        Assert.Single(counts.Distinct());
    }

    [Fact]
    public void Stops_at_the_step_after_cancellation()
    {
        using var source = new CancellationTokenSource();
        int last = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => Train(
            Options(3),
            Documents(40, 1),
            Documents(20, 2),
            report =>
            {
                last = report.Step;
                if (report.Step == 3)
                    source.Cancel();
            },
            cancellationToken: source.Token));
        Assert.Equal(3, last);
    }

    [Fact]
    public void A_batch_of_one_is_refused_with_all_other_wrong_options()
    {
        var options = new ClassifierOptions { MaxLength = 0, Training = new() { BatchSize = 1 } };
        var error = Assert.Throws<ArgumentException>(() => new ClassifierTrainer(options));
        Assert.Contains("BatchSize", error.Message);
        Assert.Contains("MaxLength", error.Message);
    }

    private static ClassifierOptions Options(int epochs) => new()
    {
        HeadHiddenSize = 10,
        MaxLength = 12,
        Training = new ClassifierOptions().Training with { Epochs = epochs, BatchSize = 8, BpttLength = 5, ThreadCount = 1 },
    };

    /// <summary>Noise of 3 to 16 pieces with one of three telling pieces somewhere in the last twelve.</summary>
    private static LabeledCorpus Documents(int count, int seed)
    {
        var random = new Random(seed);
        var labels = Enumerable.Range(0, count).Select(i => i % 3).ToArray();
        var texts = labels.Select(label =>
        {
            var text = Enumerable.Range(0, random.Next(3, 17)).Select(_ => random.Next(5, 20)).ToArray();
            text[random.Next(Math.Max(0, text.Length - 12), text.Length)] = 2 + label;
            return text;
        });
        return new LabeledCorpus(TokenCorpus.Of(texts), labels, [.. Enumerable.Repeat(1f, count)]);
    }

    /// <summary>The label's class gets so much, the other two share the rest.</summary>
    private static LabeledCorpus Soft(LabeledCorpus corpus, float share) => corpus with
    {
        Distributions = Array.ConvertAll(
            corpus.Labels, label => (IReadOnlyList<float>?)[.. Enumerable.Range(0, 3).Select(i => i == label ? share : (1 - share) / 2)]),
    };

    private static (WeightSet LanguageModel, WeightSet Head, TrainingStage Stage) Train(
        ClassifierOptions options, LabeledCorpus training, LabeledCorpus? validation, Action<TrainingProgress>? report, int classCount = 3, CancellationToken cancellationToken = default) =>
        new ClassifierTrainer(options).Train(s_tiny, s_start, classCount, 1, training, validation, report is null ? null : new Callback(report), cancellationToken);

    private static double ValidationLoss(WeightSet languageModel, WeightSet head, LabeledCorpus documents, int classCount = 3)
    {
        using var module = new TextClassifierModule(s_tiny, classCount, 1, Options(1), new DropoutMasks(0));
        ModuleWeights.Write(module, new WeightSet(languageModel.Names.Where(name => name != WeightNames.DecoderBias).Select(name => KeyValuePair.Create(name, languageModel[name]))));
        ModuleWeights.Write(module, head);
        return new ClassifierTask(module, classCount, documents, documents, 1, Options(1).Training).Validate(default)!.Value.Loss;
    }

    private sealed class Callback(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
