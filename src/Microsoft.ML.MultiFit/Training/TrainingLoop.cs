using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit;

/// <summary>The one training loop: pretraining, fine-tuning or classification is one call.</summary>
internal static class TrainingLoop
{
    /// <summary>Trains phase after phase, each with its cycle of the schedule and fresh Adam moments.</summary>
    /// <param name="task">Batches, loss and validation.</param>
    /// <param name="groups">What to train, by layer group.</param>
    /// <param name="options">Phases, schedule, decay and clipping.</param>
    /// <param name="reporter">Counts epochs and steps.</param>
    /// <param name="validated">Called with every validation result.</param>
    /// <param name="cancellationToken">Looked at before every step.</param>
    /// <exception cref="InvalidOperationException">The loss or the gradient is no longer finite.</exception>
    public static void Run<TBatch>(
        ITrainingTask<TBatch> task,
        IReadOnlyList<IReadOnlyList<Parameter>> groups,
        TrainingOptions options,
        ProgressReporter reporter,
        Action<ValidationResult>? validated,
        CancellationToken cancellationToken)
    {
        foreach (var phase in options.Phases)
        {
            LayerGroups.Unfreeze(groups, phase.GroupsOf(groups.Count));
            var optimizer = new AdamOptimizer([.. groups.TakeLast(phase.GroupsOf(groups.Count))], options);
            var rates = phase.Rates(groups.Count);
            var ratesNow = new double[rates.Length];
            int stepCount = phase.Epochs * task.StepsPerEpoch;
            int step = 0;
            for (int epoch = 0; epoch < phase.Epochs; epoch++)
            {
                foreach (var batch in task.Epoch(reporter.Epoch))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    using var scope = torch.NewDisposeScope();
                    var (rateFactor, beta1) = options.Schedule.At(step++, stepCount);
                    for (int group = 0; group < rates.Length; group++)
                        ratesNow[group] = rates[group] * rateFactor;
                    var loss = task.Loss(batch);
                    optimizer.ClearGradients();
                    loss.Total.backward();
                    double norm = optimizer.CollectGradients();
                    RequireFinite(loss.CrossEntropy, norm, reporter);
                    optimizer.Step(ratesNow, beta1, ClipFactor(norm, options.GradientClip));
                    reporter.StepDone(loss);
                }

                var validation = task.Validate(cancellationToken);
                if (validation is { } result)
                    validated?.Invoke(result);
                reporter.EpochDone(validation);
            }

            optimizer.ClearGradients();
        }
    }

    /// <summary>What to multiply the gradient by so that its global norm is at most the limit; 1 where there is no limit.</summary>
    internal static double ClipFactor(double norm, double limit) => limit > 0 && norm > limit ? limit / norm : 1;

    private static void RequireFinite(double loss, double gradientNorm, ProgressReporter reporter)
    {
        if (!double.IsFinite(loss) || !double.IsFinite(gradientNorm))
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"Training diverged ({reporter.Place}): loss {loss}, gradient norm {gradientNorm}. A lower {nameof(TrainingOptions.LearningRate)} or a positive {nameof(TrainingOptions.GradientClip)} helps."));
        }
    }
}
