namespace Microsoft.ML.MultiFit;

/// <summary>Passes reports on under stage names that tell one part of a longer run from another.</summary>
/// <param name="prefix">What each stage's name begins with.</param>
/// <param name="listener">Told about everything.</param>
internal sealed class PrefixedProgress(string prefix, IProgress<TrainingProgress> listener) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => listener.Report(value with { Stage = $"{prefix} {value.Stage}" });
}
