namespace Microsoft.ML.MultiFit;

/// <summary>Learns a unigram vocabulary (stub).</summary>
public sealed class UnigramTrainer(UnigramTrainerOptions options)
{
    /// <summary>Learns from sentences to which <see cref="TextRules"/> have been applied already.</summary>
    public SentencePieceModel Train(IEnumerable<string> sentences, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException($"{options} {sentences} {progress} {cancellationToken}");
}
