using System.CommandLine;

namespace MultiFit.Cli.Tests;

/// <summary>What the command line changes of a preset's numbers.</summary>
public sealed class TrainingSettingsTests
{
    [Fact]
    public void A_rate_moves_the_rates_of_all_groups_and_phases_with_it()
    {
        var classifier = MultiFitPreset.Ulmfit.Classifier.Training;
        var applied = Apply(classifier, "--learning-rate", "0.002");
        Assert.Equal(0.002, applied.LearningRate);
        Assert.Equal(classifier.Unfreezing.Select(phase => phase.LearningRate / 5), applied.Unfreezing.Select(phase => phase.LearningRate), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal(classifier.Unfreezing.Select(phase => phase.LastGroups), applied.Unfreezing.Select(phase => phase.LastGroups));

        var fineTuning = Apply(MultiFitPreset.Paper.FineTuning.Training, "--learning-rate", "1e-4");
        Assert.Equal(1e-3, Assert.Single(fineTuning.Unfreezing).LearningRate, 1e-15);
        Assert.Equal(1e-2 / Math.Pow(2.6, 4) / 2, Apply(MultiFitPreset.Paper.Classifier.Training, "--learning-rate", "1e-2").LowestLearningRate!.Value, 1e-15);
    }

    [Fact]
    public void Without_options_the_numbers_are_the_presets()
    {
        foreach (var preset in new[] { MultiFitPreset.Ulmfit.Classifier.Training, MultiFitPreset.Paper.FineTuning.Training, MultiFitPreset.Small.Student.Training })
        {
            var applied = Apply(preset, "--checkpoint-minutes", "0");
            Assert.Equal(preset.Unfreezing, applied.Unfreezing);
            Assert.Equal(preset, applied with { Unfreezing = preset.Unfreezing });
        }
    }

    private static TrainingOptions Apply(TrainingOptions preset, params string[] arguments)
    {
        var settings = new TrainingSettings();
        var command = new Command("train");
        settings.AddTo(command);
        return settings.Apply(command.Parse(arguments), preset, new TrainingFiles("model.multifit"));
    }
}
