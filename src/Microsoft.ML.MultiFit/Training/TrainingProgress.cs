namespace Microsoft.ML.MultiFit;

/// <summary>What long work reports while it runs.</summary>
/// <param name="Stage"><c>vocabulary text</c>, <c>vocabulary seeds</c>, <c>vocabulary</c>, <c>tokens</c>, <c>alignment</c>, <c>pretrain</c>, <c>finetune</c>,
/// <c>classifier</c>, or <c>labels</c> while a teacher labels documents; <c>backward</c>, <c>run 1</c> or <c>round 1</c> before it where it is part of something
/// longer.</param>
/// <param name="Epoch">The running epoch, from 1; 0 where there are none.</param>
/// <param name="EpochCount">Epochs in all.</param>
/// <param name="Step">Steps done in this stage, over all epochs.</param>
/// <param name="StepCount">Steps of this stage in all; 0 while unknown.</param>
/// <param name="Loss">Smoothed training loss in nats, before the activation regularisers are added; NaN while unknown.</param>
/// <param name="ValidationLoss">Mean validation cross entropy in nats; set only in the report that ends an epoch with a validation set.</param>
/// <param name="ValidationAccuracy">Share of right predictions on the validation set; likewise.</param>
/// <param name="TokensPerSecond">Training speed since the stage began, in tokens.</param>
/// <param name="Remaining">Estimated time left in this stage.</param>
/// <param name="EpochEnded">True in the one report that ends an epoch.</param>
/// <param name="LearningRate">The last layer group's learning rate at this step; 0 where there is none.</param>
public sealed record TrainingProgress(
    string Stage,
    int Epoch,
    int EpochCount,
    int Step,
    int StepCount,
    double Loss,
    double? ValidationLoss = null,
    double? ValidationAccuracy = null,
    double TokensPerSecond = 0,
    TimeSpan Remaining = default,
    bool EpochEnded = false,
    double LearningRate = 0)
{
    /// <summary>exp of the validation loss if there is one, else of the training loss. Meaningful for language models.</summary>
    public double Perplexity => Math.Exp(ValidationLoss ?? Loss);
}
