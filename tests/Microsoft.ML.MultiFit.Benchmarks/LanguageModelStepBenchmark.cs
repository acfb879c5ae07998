namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Where the time of a language-model step goes, and how many tokens a second that makes.</summary>
internal sealed class LanguageModelStepBenchmark : IBenchmark
{
    public string Name => "language-model-step";

    public string Summary => "parts of a language-model step: Paper with dropout times 0 and 0.3, and Small";

    public void Run(BenchmarkSettings settings, Figures figures)
    {
        using var threads = new TorchThreads(settings.ThreadCount);
        var paper = MultiFitPreset.Paper;
        var small = MultiFitPreset.Small;
        Measure("paper", paper.Architecture, paper.Pretraining.Training, settings.Repetitions ?? 7, figures);
        figures.Add("paper.peak-resident", ProcessMemory.Peak / 1e6, "MB");
        Measure("paper-dropout-0.3", paper.Architecture, paper.Pretraining.Training with { DropoutMultiplier = 0.3 }, settings.Repetitions ?? 7, figures);
        figures.Add("paper-dropout-0.3.peak-resident", ProcessMemory.Peak / 1e6, "MB");
        Measure("small", small.Architecture, small.Pretraining.Training, settings.Repetitions ?? 40, figures);
        Measure("small-dropout-0.3", small.Architecture, small.FineTuning.Training, settings.Repetitions ?? 40, figures);
    }

    private static void Measure(string name, ModelArchitecture architecture, TrainingOptions options, int repetitions, Figures figures)
    {
        using var step = TrainingSteps.OfLanguageModel(architecture, options);
        StepFigures.Measure(name, step, options.BatchSize * options.BpttLength, repetitions, figures);
    }
}
