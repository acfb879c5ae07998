namespace Microsoft.ML.MultiFit;

/// <summary>Passes reports on with a stage name that tells the backward model's training from the forward model's.</summary>
internal sealed class BackwardProgress(IProgress<TrainingProgress> listener) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => listener.Report(value with { Stage = $"backward {value.Stage}" });
}
