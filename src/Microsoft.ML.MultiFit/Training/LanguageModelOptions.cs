namespace Microsoft.ML.MultiFit;

/// <summary>One stage of language-model training.</summary>
public sealed record LanguageModelOptions
{
    /// <summary>Name of the stage in progress reports and provenance. Default <c>pretrain</c>.</summary>
    public string Stage { get; init; } = "pretrain";

    /// <summary>The common options.</summary>
    public TrainingOptions Training { get; init; } = new();

    internal IEnumerable<string> Problems() => Training.Problems();
}
