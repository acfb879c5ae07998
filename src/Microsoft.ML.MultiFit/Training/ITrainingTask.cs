using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>What language models and classifiers do differently inside the one training loop.</summary>
internal interface ITrainingTask<TBatch>
{
    int StepsPerEpoch { get; }

    /// <summary>What goes on from step to step besides the weights; empty between epochs and where there is nothing.</summary>
    IReadOnlyList<torch.Tensor> Carried { get; }

    /// <summary>The training batches of an epoch, counted from 0, from a fresh state: <see cref="Carried"/> is there before the first batch is asked for.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="firstStep">The batches before it are left out.</param>
    IEnumerable<TBatch> Epoch(int epoch, int firstStep);

    /// <summary>A batch's size in words, for error messages.</summary>
    string Describe(TBatch batch);

    /// <summary>Runs a batch forward.</summary>
    StepLoss Loss(TBatch batch);

    /// <summary>Evaluates the validation set; null where there is none.</summary>
    ValidationResult? Validate(CancellationToken cancellationToken);
}

/// <summary>What a step's forward pass gives.</summary>
/// <param name="Total">The scalar to minimise.</param>
/// <param name="CrossEntropy">Its cross entropy alone, in nats.</param>
/// <param name="TokenCount">Tokens read.</param>
internal readonly record struct StepLoss(torch.Tensor Total, double CrossEntropy, int TokenCount);

/// <summary>Mean cross entropy in nats and share of right predictions.</summary>
internal readonly record struct ValidationResult(double Loss, double Accuracy);
