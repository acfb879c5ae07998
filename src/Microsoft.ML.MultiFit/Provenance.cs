namespace Microsoft.ML.MultiFit;

/// <summary>Where a model's weights came from. Plain information; nothing is computed from it.</summary>
/// <param name="Stages">The training stages, oldest first.</param>
public sealed record Provenance(IReadOnlyList<TrainingStage> Stages)
{
    /// <summary>Random weights.</summary>
    public static Provenance None { get; } = new(Array.Empty<TrainingStage>());

    /// <summary>The same history and one stage more.</summary>
    public Provenance After(TrainingStage stage) => new([.. Stages, stage]);
}

/// <summary>One finished training stage.</summary>
/// <param name="Name"><c>pretrain</c>, <c>finetune</c> or <c>classifier</c>.</param>
/// <param name="Epochs">Epochs trained.</param>
/// <param name="TokenCount">Tokens in the training data.</param>
/// <param name="Seed">The seed of shuffling and dropout.</param>
/// <param name="Loss">Mean cross entropy per token or document, on the validation set if there was one, else on the training data (last epoch). In nats.</param>
public sealed record TrainingStage(string Name, int Epochs, long TokenCount, int Seed, double Loss);
