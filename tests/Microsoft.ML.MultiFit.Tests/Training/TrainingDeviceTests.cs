using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>What runs on other devices is tried on the CPU: the same code, without the kernels.</summary>
[Collection(nameof(TorchCollection))]
public class TrainingDeviceTests
{
    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("CPU")]
    [InlineData("cpu:0")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    [InlineData(null)]
    public void Other_names_are_refused(string? name)
    {
        var error = Assert.Throws<ArgumentException>(() => new LanguageModelTrainer(new() { Training = new() { Device = name! } }));
        Assert.Contains($"Device must be cpu, cuda, or cuda: with a number, but is '{name}'", error.Message);
    }

    [Fact]
    public void A_device_that_is_not_there_is_refused_before_any_work()
    {
        var options = new TrainingOptions { Device = $"cuda:{torch.cuda.device_count()}" };
        Assert.Contains($"Device is '{options.Device}'", Assert.Throws<ArgumentException>(() => new LanguageModelTrainer(new() { Training = options })).Message);
        Assert.Contains($"Device is '{options.Device}'", Assert.Throws<ArgumentException>(() => new ClassifierTrainer(new() { Training = options })).Message);
    }

    [Fact]
    public void The_CPU_leaves_the_precision_of_GPUs_alone()
    {
        bool before = torch.backends.cuda.matmul.allow_tf32;
        using var device = new TrainingDevice(new() { AllowTf32 = !before });
        Assert.Equal(DeviceType.CPU, device.Place.type);
        Assert.Equal(before, torch.backends.cuda.matmul.allow_tf32);
    }

    [Fact]
    public void Products_are_rounded_where_that_is_allowed_and_the_processor_has_instructions_for_it()
    {
        using var allowed = new TrainingDevice(new());
        using var forbidden = new TrainingDevice(new() { AllowBfloat16 = false });
        Assert.Equal(TrainingDevice.HasBfloat16Instructions ? MatrixPrecision.Bfloat16 : MatrixPrecision.Single, allowed.Precision);
        Assert.Equal(MatrixPrecision.Single, forbidden.Precision);

        // What Linux says of the processor.
        const string Processor = "/proc/cpuinfo";
        if (File.Exists(Processor) && File.ReadAllText(Processor) is var text && text.Contains("flags"))
            Assert.Equal(text.Contains("avx512_bf16") && text.Contains("avx512bw"), TrainingDevice.HasBfloat16Instructions);
    }

    [Theory]
    [MemberData(nameof(Architectures.Kinds), MemberType = typeof(Architectures))]
    public void Rounded_products_give_the_same_model_every_time_and_nearly_the_exact_one(string kind)
    {
        var architecture = Architectures.Of(kind, new() { VocabularySize = 300, EmbeddingSize = 64, HiddenSize = 96, LayerCount = 2 });
        var start = PlainModel.RandomWeights(WeightNames.OfLanguageModel(architecture), 3);
        var random = new Random(2);
        var text = TokenCorpus.Of([.. Enumerable.Range(0, 10).Select(_ => Enumerable.Range(0, 300).Select(_ => random.Next(2, 300)).ToArray())]);
        var (first, loss) = Train(allowBfloat16: true);
        var (second, _) = Train(allowBfloat16: true);
        var (exact, exactLoss) = Train(allowBfloat16: false);
        Assert.All(first.Names, name => Assert.Equal(first[name].Values, second[name].Values));
        Assert.Equal(exactLoss, loss, 0.01 * exactLoss);
        bool equalsExact = first.Names.All(name => first[name].Values.SequenceEqual(exact[name].Values));
        Assert.Equal(!TrainingDevice.HasBfloat16Instructions, equalsExact);

        (WeightSet Weights, double Loss) Train(bool allowBfloat16)
        {
            var training = Training(epochs: 1) with { BpttLength = 50, AllowBfloat16 = allowBfloat16 };
            var (weights, stage) = new LanguageModelTrainer(new() { Training = training }).Train(architecture, start, 1, text, text, null, default);
            return (weights, stage.Loss);
        }
    }

    [Theory]
    [MemberData(nameof(Architectures.Kinds), MemberType = typeof(Architectures))]
    public void Language_models_learn_the_same_with_and_without_kernels(string kind)
    {
        var architecture = Architectures.Of(kind, new() { VocabularySize = 12, EmbeddingSize = 8, HiddenSize = 12, LayerCount = 2 });
        var start = PlainModel.RandomWeights(WeightNames.OfLanguageModel(architecture), 3);
        var text = TokenCorpus.Of(Enumerable.Repeat(Enumerable.Range(0, 40).Select(k => 2 + (k % 10)).ToArray(), 6));
        var options = new LanguageModelOptions { Training = Training(epochs: 2) };
        Equal(() =>
        {
            var (weights, stage) = new LanguageModelTrainer(options).Train(architecture, start, 1, text, text, null, default);
            return ([weights], stage.Loss);
        });
    }

    [Fact]
    public void Classifiers_learn_the_same_with_and_without_kernels()
    {
        var architecture = new ModelArchitecture { VocabularySize = 12, EmbeddingSize = 6, HiddenSize = 9, LayerCount = 2 };
        var start = PlainModel.RandomWeights(WeightNames.OfLanguageModel(architecture), 3);
        var random = new Random(1);
        var documents = Enumerable.Range(0, 24).Select(_ => Enumerable.Range(0, random.Next(3, 25)).Select(_ => random.Next(2, 12)).ToArray()).ToArray();
        var corpus = new LabeledCorpus(TokenCorpus.Of(documents), [.. documents.Select(document => document[0] % 2)], [.. documents.Select(_ => 1f)]);
        var options = new ClassifierOptions { Training = Training(epochs: 2), HeadHiddenSize = 5, MaxLength = 15 };
        Equal(() =>
        {
            var (languageModel, head, stage) = new ClassifierTrainer(options).Train(architecture, start, 2, 1, corpus, corpus, null, default);
            return ([languageModel, head], stage.Loss);
        });
    }

    /// <summary>Everything that has a kernel takes part: dropout, zoneout, smoothing, decay, clipping, chunks with carried state.</summary>
    private static TrainingOptions Training(int epochs) => new()
    {
        Epochs = epochs,
        BatchSize = 4,
        BpttLength = 10,
        LearningRate = 5e-3,
        ThreadCount = 1,
        AllowBfloat16 = false,
        Dropout = new() { Zoneout = 0.1 },
        DropoutMultiplier = 0.5,
        LabelSmoothing = 0.1,
        WeightDecay = 0.01,
    };

    private static void Equal(Func<(WeightSet[] Weights, double Loss)> train)
    {
        var expected = Run(kernels: true);
        var actual = Run(kernels: false);
        Assert.Equal(expected.Loss, actual.Loss, 1e-4);
        foreach (var (with, without) in expected.Weights.Zip(actual.Weights))
        {
            foreach (var name in with.Names)
                Assert.All(with[name].Values.Zip(without[name].Values), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        }

        (WeightSet[] Weights, double Loss) Run(bool kernels)
        {
            using var choice = new KernelChoice(kernels);
            return train();
        }
    }
}
