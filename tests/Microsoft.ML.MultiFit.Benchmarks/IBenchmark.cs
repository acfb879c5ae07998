namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Something that is measured.</summary>
internal interface IBenchmark
{
    string Name { get; }

    /// <summary>What it shows, in a few words.</summary>
    string Summary { get; }

    void Run(BenchmarkSettings settings, Figures figures);
}

/// <summary>What the command line says; null where each benchmark has its own default.</summary>
internal sealed record BenchmarkSettings(int ThreadCount, int? Repetitions, int? Steps, int? Megabytes);
