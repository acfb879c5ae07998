namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Training steps whose matrix products may be rounded to bfloat16 against the same steps in 32-bit floats; alike where the processor has no instructions for it.</summary>
internal sealed class PrecisionStepBenchmark : IBenchmark
{
    public string Name => "precision-step";

    public string Summary => "training steps of Paper and Small with products in bfloat16 and in 32-bit floats";

    public void Run(BenchmarkSettings settings, Figures figures)
    {
        using var threads = new TorchThreads(settings.ThreadCount);
        foreach (var (name, preset, repetitions) in new[] { ("paper", MultiFitPreset.Paper, 5), ("small", MultiFitPreset.Small, 40) })
        {
            using (var rounded = LanguageModel(preset, allowBfloat16: true))
            using (var single = LanguageModel(preset, allowBfloat16: false))
                figures.AddPair($"{name}.language-model.bfloat16", $"{name}.language-model.single", Timing.Pairs(settings.Repetitions ?? repetitions, rounded.Run, single.Run));
            using (var rounded = Classifier(preset, allowBfloat16: true))
            using (var single = Classifier(preset, allowBfloat16: false))
                figures.AddPair($"{name}.classifier.bfloat16", $"{name}.classifier.single", Timing.Pairs(settings.Repetitions ?? repetitions, rounded.Run, single.Run));
        }
    }

    private static TrainingStep<BpttBatch> LanguageModel(MultiFitPreset preset, bool allowBfloat16) =>
        TrainingSteps.OfLanguageModel(preset.Architecture, preset.Pretraining.Training with { AllowBfloat16 = allowBfloat16 });

    private static TrainingStep<DocumentBatch> Classifier(MultiFitPreset preset, bool allowBfloat16)
    {
        var training = preset.Classifier.Training with { AllowBfloat16 = allowBfloat16 };
        return TrainingSteps.OfClassifier(preset.Architecture, preset.Classifier with { Training = training }, Enumerable.Repeat(300, training.BatchSize));
    }
}
