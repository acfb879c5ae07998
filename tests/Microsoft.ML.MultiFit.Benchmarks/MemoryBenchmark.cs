using TorchSharp;

namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Memory of pretraining at the size of the Paper preset, beyond what the loaded libraries take, and whether it stays what it is.</summary>
internal sealed class MemoryBenchmark : IBenchmark
{
    public string Name => "memory";

    public string Summary => "peak and growth of memory over 500 steps of pretraining: Paper";

    public void Run(BenchmarkSettings settings, Figures figures)
    {
        LoadLibraries(settings.ThreadCount);
        ProcessMemory.ForgetPeak();
        long loaded = ProcessMemory.Resident;
        var paper = MultiFitPreset.Paper;
        int steps = settings.Steps ?? 500;
        var watch = new Watch(steps / 10);
        var trainer = new LanguageModelTrainer(paper.Pretraining with { Training = paper.Pretraining.Training with { Epochs = 1, ThreadCount = settings.ThreadCount } });
        using var corpus = RandomIds.Corpus((long)steps * paper.Pretraining.Training.BatchSize * paper.Pretraining.Training.BpttLength, paper.Architecture.VocabularySize);
        trainer.Train(
            paper.Architecture,
            RandomWeights.Of(WeightNames.OfLanguageModel(paper.Architecture)),
            paddingId: 1,
            corpus,
            validation: null,
            watch,
            CancellationToken.None);
        figures.Add("libraries", loaded / 1e6, "MB");
        figures.Add("peak", ProcessMemory.Peak / 1e6, "MB");
        figures.Add("peak-beyond-libraries", (ProcessMemory.Peak - loaded) / 1e6, "MB");
        figures.Add("steps", steps, "steps");
        figures.Add("tensors.lowest", watch.Tensors.Min(), "tensors");
        figures.Add("tensors.highest", watch.Tensors.Max(), "tensors");
        figures.Add("resident.lowest", watch.Resident.Min() / 1e6, "MB");
        figures.Add("resident.highest", watch.Resident.Max() / 1e6, "MB");
        figures.Add("resident.spread", 100.0 * (watch.Resident.Max() - watch.Resident.Min()) / watch.Resident.Min(), "%");
    }

    /// <summary>A product large enough that the threads and the buffers of the matrix library are there.</summary>
    private static void LoadLibraries(int threadCount)
    {
        using var threads = new TorchThreads(threadCount);
        using var matrix = torch.zeros(1_000, 1_000);
        matrix.mm(matrix).Dispose();
    }

    /// <summary>Looks at memory after every step but the first ones.</summary>
    private sealed class Watch(int warmUpSteps) : IProgress<TrainingProgress>
    {
        public List<long> Resident { get; } = [];

        public List<long> Tensors { get; } = [];

        public void Report(TrainingProgress value)
        {
            if (value.EpochEnded || value.Step <= warmUpSteps)
                return;
            Resident.Add(ProcessMemory.Resident);
            Tensors.Add(torch.Tensor.TotalCount);
        }
    }
}
