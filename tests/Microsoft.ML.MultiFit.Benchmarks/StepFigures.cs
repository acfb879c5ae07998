namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>The figures of repeated training steps.</summary>
internal static class StepFigures
{
    public static void Measure<TBatch>(string name, TrainingStep<TBatch> step, int tokenCount, int repetitions, Figures figures)
    {
        var parts = new List<(double Forward, double Backward, double Optimizer)>();
        var seconds = Timing.Repeat(repetitions, () =>
        {
            step.Run();
            parts.Add(step.Parts);
        });
        figures.AddMilliseconds(name, seconds);
        figures.Add($"{name}.forward", 1e3 * Statistics.Median([.. parts.Skip(1).Select(part => part.Forward)]), "ms");
        figures.Add($"{name}.backward", 1e3 * Statistics.Median([.. parts.Skip(1).Select(part => part.Backward)]), "ms");
        figures.Add($"{name}.optimizer", 1e3 * Statistics.Median([.. parts.Skip(1).Select(part => part.Optimizer)]), "ms");
        figures.Add($"{name}.speed", tokenCount / Statistics.Median(seconds), "tokens/s");
    }
}
