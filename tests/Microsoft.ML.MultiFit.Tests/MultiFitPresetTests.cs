namespace Microsoft.ML.MultiFit.Tests;

/// <summary>The authors' values (method file, section 15, column G1), row by row.</summary>
public class MultiFitPresetTests
{
    private static readonly MultiFitPreset s_paper = MultiFitPreset.Paper;
    private static readonly (TrainingOptions Options, double Multiplier)[] s_stages =
        [(s_paper.Pretraining.Training, 0), (s_paper.FineTuning.Training, 0.3), (s_paper.Classifier.Training, 0.5)];

    [Fact]
    public void Paper_trains_every_stage_with_the_authors_common_values() => Assert.All(s_stages, stage =>
    {
        Assert.Equal(70, stage.Options.BpttLength);
        Assert.Equal(new DropoutRates { Output = 0.25, Hidden = 0.1, Input = 0.2, Embedding = 0.02, Weight = 0.15 }, stage.Options.Dropout);
        Assert.Equal(stage.Multiplier, stage.Options.DropoutMultiplier);
        Assert.Equal((2.0, 1.0), (stage.Options.ActivationRegularization, stage.Options.TemporalActivationRegularization));
        Assert.Equal(0.12, stage.Options.GradientClip);
        Assert.Equal((0.99, 1e-8), (stage.Options.Beta2, stage.Options.Epsilon));
        Assert.Equal(
            new OneCycleSchedule { WarmUpShare = 0.3, StartDivisor = 25, EndDivisor = 250_000, HighBeta1 = 0.8, LowBeta1 = 0.7 }, stage.Options.Schedule);
        Assert.Equal(LabelSmoothingRule.OtherClasses, stage.Options.LabelSmoothingRule);
    });

    [Fact]
    public void Paper_pretrains_as_the_authors()
    {
        var options = s_paper.Pretraining.Training;
        Assert.Equal((10, 50, 5e-3, null), (options.Epochs, options.BatchSize, options.LearningRate, options.LowestLearningRate));
        Assert.Equal((1e-7, false), (options.WeightDecay, options.DecoupledWeightDecay));
        Assert.Equal(0, options.LabelSmoothing);
        Assert.Empty(options.Unfreezing);
    }

    [Fact]
    public void Paper_fine_tunes_as_the_authors()
    {
        var options = s_paper.FineTuning.Training;
        Assert.Equal((20, 18, 1e-3, null), (options.Epochs, options.BatchSize, options.LearningRate, options.LowestLearningRate));
        Assert.Equal([new TrainingPhase { LastGroups = 1, Epochs = 1, LearningRate = 1e-2 }], options.Unfreezing);
        Assert.Equal((1e-7, false), (options.WeightDecay, options.DecoupledWeightDecay));
        Assert.Equal(0, options.LabelSmoothing);
    }

    [Fact]
    public void Paper_classifies_as_the_authors()
    {
        var options = s_paper.Classifier.Training;
        Assert.Equal((8, 18, 2e-2), (options.Epochs, options.BatchSize, options.LearningRate));
        Assert.Equal(2.19e-4, options.LowestLearningRate!.Value, 6);
        Assert.Equal((0.01, true), (options.WeightDecay, options.DecoupledWeightDecay));
        Assert.Equal(0.1, options.LabelSmoothing);
        Assert.Empty(options.Unfreezing);
        Assert.Equal((1_400, 50, 0.1), (s_paper.Classifier.MaxLength, s_paper.Classifier.HeadHiddenSize, s_paper.Classifier.HeadDropout));
    }
}
