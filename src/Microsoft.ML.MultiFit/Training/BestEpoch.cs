namespace Microsoft.ML.MultiFit;

/// <summary>Remembers which epoch's weights a stage returns: those with the lowest validation loss, or simply the last.</summary>
/// <param name="keepsBest">False for the last.</param>
internal sealed class BestEpoch(bool keepsBest)
{
    /// <summary>The best epoch's weights; null where the last epoch's are returned, or none was measured.</summary>
    public WeightSet? Weights { get; private set; }

    /// <summary>What the validation set said about the weights to return; null where there is none.</summary>
    public ValidationResult? Result { get; private set; }

    /// <summary>Takes note of an epoch.</summary>
    /// <param name="result">Its validation.</param>
    /// <param name="read">Copies its weights.</param>
    public void Offer(ValidationResult result, Func<WeightSet> read)
    {
        if (!keepsBest)
            Result = result;
        else if (Result is null || result.Loss < Result.Value.Loss)
            (Result, Weights) = (result, read());
    }

    /// <summary>Goes back to what a checkpoint remembers.</summary>
    public void Restore(ValidationResult? result, WeightSet? weights) => (Result, Weights) = (result, weights);
}
