using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

[Collection(nameof(TorchCollection))]
public class LanguageModelTrainerTests
{
    private static readonly ModelArchitecture s_tiny = new() { VocabularySize = 12, EmbeddingSize = 16, HiddenSize = 24, LayerCount = 2 };
    private static readonly WeightSet s_start = PlainModel.RandomWeights(WeightNames.OfLanguageModel(s_tiny), 3);

    /// <summary>Counting in a circle, from one document to the next: every piece follows from the one before.</summary>
    private static readonly TokenCorpus s_circle = TokenCorpus.Of(Enumerable.Repeat(Enumerable.Range(0, 40).Select(k => 2 + (k % 10)).ToArray(), 20));

    [Fact]
    public void Learns_a_text_without_surprises_by_heart()
    {
        var reports = new List<TrainingProgress>();
        var (weights, stage) = Train(Options(30), s_circle, s_circle, reports);
        var last = reports[^1];
        Assert.True(last.EpochEnded);
        Assert.InRange(last.ValidationLoss!.Value, 0, 0.05);
        Assert.Equal(1, last.ValidationAccuracy!.Value);
        Assert.Equal(last.ValidationLoss.Value, stage.Loss);
        Assert.Equal(800, stage.TokenCount);
        Assert.Equal(30, stage.Epochs);

        // What was validated is what is returned.
        var plain = new PlainModel(s_tiny, weights);
        int[] ids = [2, 3, 4, 5, 6, 7, 8];
        var predicted = plain.Scores(plain.Encode(ids)[^1]);
        Assert.Equal(9, Array.IndexOf(predicted, predicted.Max()));
    }

    [Theory]
    [MemberData(nameof(Architectures.Kinds), MemberType = typeof(Architectures))]
    public void Every_kind_learns(string kind)
    {
        var architecture = Architectures.Of(kind, s_tiny);
        var options = Options(8);
        options = options with { Training = options.Training with { Dropout = new() { Zoneout = 0.1 }, DropoutMultiplier = 0.5 } };
        var start = PlainModel.RandomWeights(WeightNames.OfLanguageModel(architecture), 3);
        var (weights, stage) = new LanguageModelTrainer(options).Train(architecture, start, 1, s_circle, s_circle, null, CancellationToken.None);
        Assert.InRange(stage.Loss, 0, 0.5 * Math.Log(10));
        Assert.All(weights.Names, name => Assert.NotEqual(start[name].Values, weights[name].Values));
    }

    [Fact]
    public void Reports_every_step_and_every_epochs_end()
    {
        var reports = new List<TrainingProgress>();
        Train(DecoderFirst(1, 3), s_circle, null, reports);
        int steps = new BpttBatches(s_circle, 4, 10, 0).StepsPerEpoch;
        Assert.Equal(Enumerable.Range(1, 4 * steps), reports.Where(report => !report.EpochEnded).Select(report => report.Step));
        Assert.Equal([1, 2, 3, 4], reports.Where(report => report.EpochEnded).Select(report => report.Epoch));
        Assert.All(reports, report =>
        {
            Assert.Equal(4, report.EpochCount);
            Assert.Equal(4 * steps, report.StepCount);
            Assert.Equal(report.EpochEnded ? report.Step / steps : ((report.Step - 1) / steps) + 1, report.Epoch);
            Assert.True(report.TokensPerSecond > 0);
            Assert.Null(report.ValidationLoss);
        });
        Assert.Equal(TimeSpan.Zero, reports[^1].Remaining);
    }

    [Fact]
    public void The_reported_loss_is_the_smoothed_cross_entropy()
    {
        // With a rate near zero nothing is learned, so the mean over the epoch is the untouched model's loss.
        var reports = new List<TrainingProgress>();
        var options = Options(1) with { Training = Options(1).Training with { LearningRate = 1e-12, ActivationRegularization = 100 } };
        Train(options, s_circle, s_circle, reports);
        Assert.Equal(reports[^1].ValidationLoss!.Value, reports[^1].Loss, 0.1);
    }

    [Fact]
    public void Decoder_only_epochs_leave_the_layers_alone()
    {
        var module = s_start;
        var options = new LanguageModelOptions { Training = DecoderFirst(2, 1).Training with { LearningRate = 1e-15, WeightDecay = 0 } };
        var (weights, _) = Train(options, s_circle, null, null);
        for (int layer = 0; layer < 2; layer++)
        {
            Assert.Equal(module[WeightNames.LayerWeight(layer)].Values, weights[WeightNames.LayerWeight(layer)].Values);
            Assert.Equal(module[WeightNames.LayerBias(layer)].Values, weights[WeightNames.LayerBias(layer)].Values);
        }

        Assert.NotEqual(module[WeightNames.Embedding].Values, weights[WeightNames.Embedding].Values);
        Assert.NotEqual(module[WeightNames.DecoderBias].Values, weights[WeightNames.DecoderBias].Values);
    }

    [Fact]
    public void Equal_seeds_give_equal_weights_and_others_do_not()
    {
        var options = Options(2) with { Training = Options(2).Training with { DropoutMultiplier = 1, ThreadCount = 2 } };
        var first = Train(options, s_circle, null, null).Weights;
        var second = Train(options, s_circle, null, null).Weights;
        Assert.All(first.Names, name => Assert.Equal(first[name].Values, second[name].Values));
        var other = Train(options with { Training = options.Training with { Seed = 1 } }, s_circle, null, null).Weights;
        Assert.NotEqual(first[WeightNames.Embedding].Values, other[WeightNames.Embedding].Values);
    }

    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        // What other tests left is counted, too, until it is collected.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var counts = new List<long>();
        var progress = new Callback(report =>
        {
            if (report.EpochEnded)
                counts.Add(torch.Tensor.TotalCount);
        });
        new LanguageModelTrainer(Options(4)).Train(s_tiny, s_start, 1, s_circle, s_circle, progress, default);
        Assert.Equal(4, counts.Count);
        Assert.Single(counts.Distinct());
    }

    [Theory]
    [InlineData(1)]     // in the decoder-only cycle
    [InlineData(12)]
    public void Stops_at_the_step_after_cancellation(int step)
    {
        using var source = new CancellationTokenSource();
        int last = 0;
        var progress = new Callback(report =>
        {
            last = report.Step;
            if (report.Step == step)
                source.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(
            () => new LanguageModelTrainer(DecoderFirst(1, 3)).Train(s_tiny, s_start, 1, s_circle, s_circle, progress, source.Token));
        Assert.Equal(step, last);
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_an_error_that_says_where()
    {
        var options = Options(2) with { Training = Options(2).Training with { LearningRate = 1e38, GradientClip = 0 } };
        var error = Assert.Throws<TrainingException>(() => Train(options, s_circle, null, null));
        Assert.Contains("stage 'pretrain', epoch", error.Message);
    }

    [Fact]
    public void Wrong_options_are_named_all_at_once()
    {
        var options = new LanguageModelOptions { Training = new() { LearningRate = double.NaN, Epochs = 0, Unfreezing = [new(), new() { LastGroups = 0 }] } };
        var error = Assert.Throws<ArgumentException>(() => new LanguageModelTrainer(options));
        Assert.Contains("Unfreezing[1]: LastGroups", error.Message);
        Assert.Contains("LearningRate", error.Message);
        Assert.Contains("Epochs", error.Message);
    }

    private static LanguageModelOptions Options(int epochs) => new()
    {
        Training = new() { Epochs = epochs, BatchSize = 4, BpttLength = 10, LearningRate = 2e-2, ThreadCount = 1, ActivationRegularization = 0, TemporalActivationRegularization = 0 },
    };

    private static LanguageModelOptions DecoderFirst(int decoderEpochs, int epochs) =>
        new() { Training = Options(epochs).Training with { Unfreezing = [new() { LastGroups = 1, Epochs = decoderEpochs }] } };

    private static (WeightSet Weights, TrainingStage Stage) Train(LanguageModelOptions options, TokenCorpus training, TokenCorpus? validation, List<TrainingProgress>? reports) =>
        new LanguageModelTrainer(options).Train(s_tiny, s_start, 1, training, validation, reports is null ? null : new Callback(reports.Add), default);

    /// <summary>Reports on the caller's thread, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Callback(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
