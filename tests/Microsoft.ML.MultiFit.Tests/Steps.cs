namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Keeps every report, on the thread that makes it.</summary>
internal sealed class Steps(Action<TrainingProgress>? act = null) : IProgress<TrainingProgress>
{
    public List<TrainingProgress> Reports { get; } = [];

    public void Report(TrainingProgress value)
    {
        Reports.Add(value);
        act?.Invoke(value);
    }
}
