using TorchSharp;

namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Training steps and pooling on the processor and on an NVIDIA GPU; nothing where there is none.</summary>
internal sealed class GpuBenchmark : IBenchmark
{
    private const string Cuda = "cuda";

    public string Name => "gpu";

    public string Summary => "training steps of the Paper preset and fo-pooling, on the processor and on a GPU";

    public void Run(BenchmarkSettings settings, Figures figures)
    {
        if (!torch.cuda.is_available())
        {
            Console.Error.WriteLine("gpu: skipped, the tensor library finds no CUDA device");
            return;
        }

        using var threads = new TorchThreads(settings.ThreadCount);
        foreach (var device in new[] { "cpu", Cuda })
        {
            int repetitions = settings.Repetitions ?? (device == Cuda ? 31 : 5);
            var paper = MultiFitPreset.Paper;
            foreach (bool tf32 in device == Cuda ? new[] { true, false } : [true])
            {
                string name = tf32 ? device : $"{device}-without-tf32";
                MeasureLanguageModel($"{name}.qrnn", paper.Architecture, paper.Pretraining.Training with { Device = device, AllowTf32 = tf32 }, repetitions, figures);
            }

            MeasureLanguageModel($"{device}.dropout-0.3", paper.Architecture, paper.FineTuning.Training with { Device = device, BatchSize = 50 }, repetitions, figures);
            MeasureLanguageModel($"{device}.lstm", paper.Architecture with { Encoder = EncoderKind.Lstm }, paper.Pretraining.Training with { Device = device }, repetitions, figures);
            MeasureClassifier(device, paper, repetitions, figures);
            MeasurePooling(device, repetitions, figures);
        }
    }

    private static void MeasureLanguageModel(string name, ModelArchitecture architecture, TrainingOptions options, int repetitions, Figures figures)
    {
        using var device = new TrainingDevice(options);
        using var step = TrainingSteps.OfLanguageModel(architecture, options);
        StepFigures.Measure($"{name}.language-model", step, options.BatchSize * options.BpttLength, repetitions, figures);
    }

    private static void MeasureClassifier(string name, MultiFitPreset preset, int repetitions, Figures figures)
    {
        var options = preset.Classifier with { Training = preset.Classifier.Training with { Device = name } };
        int[] lengths = [.. Enumerable.Repeat(300, options.Training.BatchSize)];
        using var device = new TrainingDevice(options.Training);
        using var step = TrainingSteps.OfClassifier(preset.Architecture, options, lengths);
        StepFigures.Measure($"{name}.classifier", step, lengths.Sum(), repetitions, figures);
    }

    /// <summary>50 rows, 70 steps, 1,550 features, forward and backward, with this library's kernels and without.</summary>
    private static void MeasurePooling(string name, int repetitions, Figures figures)
    {
        using var scope = torch.NewDisposeScope();
        var device = torch.device(name);
        var source = torch.randn(50, 70, 3 * 1_550, device: device);
        foreach (bool kernels in new[] { true, false })
        {
            AppContext.SetSwitch(Kernels.OffSwitch, !kernels);
            figures.AddMilliseconds($"{name}.pooling.{(kernels ? "kernel" : "operations")}", Timing.Repeat(repetitions, () =>
            {
                using var run = torch.NewDisposeScope();
                var gates = source.clone().requires_grad_();
                var output = QrnnRecurrence.Run(gates, torch.zeros(50, 1_550, device: device), QrnnPooling.Fo);
                var loss = output.sum();
                loss.backward();

                // A GPU works on while we do; asking for a number waits for it.
                _ = gates.grad!.sum().item<float>();
            }));
        }

        AppContext.SetSwitch(Kernels.OffSwitch, false);
    }
}
