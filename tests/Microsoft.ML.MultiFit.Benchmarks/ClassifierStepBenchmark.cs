namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>A classifier's training step on documents of 260 to 340 tokens, all lengths alike often.</summary>
internal sealed class ClassifierStepBenchmark : IBenchmark
{
    public string Name => "classifier-step";

    public string Summary => "parts of a classifier's step on documents of about 300 tokens: Paper and Small";

    public void Run(BenchmarkSettings settings, Figures figures)
    {
        using var threads = new TorchThreads(settings.ThreadCount);
        Measure("paper", MultiFitPreset.Paper, settings.Repetitions ?? 7, figures);
        figures.Add("paper.peak-resident", ProcessMemory.Peak / 1e6, "MB");
        Measure("small", MultiFitPreset.Small, settings.Repetitions ?? 40, figures);
    }

    private static void Measure(string name, MultiFitPreset preset, int repetitions, Figures figures)
    {
        int rows = preset.Classifier.Training.BatchSize;
        int[] lengths = [.. Enumerable.Range(0, rows).Select(row => 260 + (80 * row / (rows - 1)))];
        using var step = TrainingSteps.OfClassifier(preset.Architecture, preset.Classifier, lengths);
        StepFigures.Measure(name, step, lengths.Sum(), repetitions, figures);
    }
}
