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
    public void Paper_has_the_authors_sizes_and_kinds() => Assert.Equal(
        new ModelArchitecture
        {
            VocabularySize = 15_000,
            EmbeddingSize = 400,
            HiddenSize = 1_550,
            LayerCount = 4,
            Encoder = EncoderKind.Qrnn,
            Pooling = QrnnPooling.Fo,
            FirstLayerWindow = 2,
            TiedDecoder = true,
            DecoderBias = true,
            Direction = TextDirection.Forward,
        },
        s_paper.Architecture);

    [Theory]
    [InlineData("de", 1)]
    [InlineData("pt-BR", 1)]
    [InlineData("MT", 1)]
    [InlineData("ru", 0.99)]
    [InlineData("zh", 0.99)]
    [InlineData("yo", 0.99)]
    public void Paper_covers_all_characters_of_some_languages(string language, double coverage)
    {
        var preset = MultiFitPreset.PaperFor(language);
        Assert.Equal((15_000, coverage), (preset.Vocabulary.VocabularySize, preset.Vocabulary.CharacterCoverage));
        Assert.Equal(language, preset.TextRules.Language);
        Assert.Equal(s_paper, preset with { TextRules = s_paper.TextRules, Vocabulary = s_paper.Vocabulary });
    }

    [Fact]
    public void Paper_is_that_for_English_and_Small_covers_what_sentencepiece_does()
    {
        Assert.Equal(MultiFitPreset.PaperFor("en"), s_paper);
        Assert.Equal(1, s_paper.Vocabulary.CharacterCoverage);
        Assert.Equal(0.9995, MultiFitPreset.Small.Vocabulary.CharacterCoverage);
        Assert.Equal("language", Assert.Throws<ArgumentException>(() => MultiFitPreset.PaperFor("German")).ParamName);
    }

    [Fact]
    public void Ulmfit_has_the_published_sizes_rates_and_dropouts()
    {
        var preset = MultiFitPreset.Ulmfit;
        var architecture = preset.Architecture;
        Assert.Equal((EncoderKind.Lstm, 60_000, 400, 1_150, 3), (architecture.Encoder, architecture.VocabularySize, architecture.EmbeddingSize, architecture.HiddenSize, architecture.LayerCount));
        Assert.Equal((60_000, 2), (preset.Words!.VocabularySize, preset.Words.MinCount));
        Assert.Null(s_paper.Words);
        var (pretraining, fineTuning, classifier) = (preset.Pretraining.Training, preset.FineTuning.Training, preset.Classifier.Training);
        Assert.All(new[] { pretraining, fineTuning, classifier }, options =>
        {
            Assert.Equal(new SlantedTriangularSchedule { CutFraction = 0.1, Ratio = 32, Beta1 = 0.7 }, options.Schedule);
            Assert.Equal((70, 2.0, 1.0, 0.0, false), (options.BpttLength, options.ActivationRegularization, options.TemporalActivationRegularization, options.LabelSmoothing, options.DecoupledWeightDecay));
            Assert.Empty(options.Problems());
        });
        Assert.Equal((64, 3e-4, 1e-7, 0.3), (pretraining.BatchSize, pretraining.LearningRate, pretraining.WeightDecay, pretraining.GradientClip));
        Assert.Equal((64, 4e-3, 1e-7, 0.3), (fineTuning.BatchSize, fineTuning.LearningRate, fineTuning.WeightDecay, fineTuning.GradientClip));
        Assert.Equal((32, 1e-2, 1e-6, 25.0), (classifier.BatchSize, classifier.LearningRate, classifier.WeightDecay, classifier.GradientClip));
        Assert.Equal((null, 2.6, 2.6), (pretraining.RateDivisor, fineTuning.RateDivisor, classifier.RateDivisor));
        Assert.Equal(new DropoutRates { Input = 0.125, Output = 0.05, Weight = 0.1, Embedding = 0.01, Hidden = 0.075 }, pretraining.Dropout.Times(pretraining.DropoutMultiplier));
        Assert.Equal(new DropoutRates { Input = 0.25, Output = 0.1, Weight = 0.2, Embedding = 0.02, Hidden = 0.15 }, fineTuning.Dropout.Times(fineTuning.DropoutMultiplier));
        Assert.Equal(new DropoutRates { Input = 0.4, Output = 0.4, Weight = 0.5, Embedding = 0.05, Hidden = 0.3 }, classifier.Dropout.Times(classifier.DropoutMultiplier));
        Assert.Equal([1, 2, 3, 4], classifier.Unfreezing.Select(phase => phase.LastGroups));
        Assert.Empty(fineTuning.Unfreezing);
    }

    [Fact]
    public void A_student_learns_as_any_classifier_unless_told_otherwise()
    {
        Assert.Same(s_paper.Classifier, s_paper.Student);
        Assert.Same(MultiFitPreset.Ulmfit.Classifier, MultiFitPreset.Ulmfit.Student);
        var (classifier, student) = (MultiFitPreset.Small.Classifier.Training, MultiFitPreset.Small.Student.Training);
        Assert.True(student.LearningRate < classifier.LearningRate && student.LowestLearningRate < classifier.LowestLearningRate);
        Assert.Empty(MultiFitPreset.Small.Student.Problems());
        var other = new ClassifierOptions();
        Assert.Same(other, (MultiFitPreset.Small with { Student = other }).Student);
    }

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
