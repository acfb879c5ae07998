namespace Microsoft.ML.MultiFit;

/// <summary>Trains a language model on text: pretraining from random weights, fine-tuning from trained ones (stub).</summary>
public sealed class LanguageModelTrainer(LanguageModelOptions options)
{
    /// <summary>One stage. The starting model is not changed.</summary>
    /// <param name="start">Starting weights, vocabulary and text rules.</param>
    /// <param name="documents">The training text, one document each. Read once.</param>
    /// <param name="validation">Validation text, or null.</param>
    /// <param name="progress">Told about every step.</param>
    /// <param name="cancellationToken">Looked at once per step.</param>
    public LanguageModel Train(
        LanguageModel start,
        IEnumerable<string> documents,
        IEnumerable<string>? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) => throw new NotImplementedException($"{options}");
}
