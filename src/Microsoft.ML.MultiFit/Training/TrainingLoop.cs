using System.Runtime.InteropServices;
using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>The one training loop: pretraining, fine-tuning or classification is one call.</summary>
internal static class TrainingLoop
{
    /// <summary>Trains phase after phase, each with its cycle of the schedule and fresh Adam moments; goes on from a checkpoint where there is one.</summary>
    /// <param name="task">Batches, loss and validation.</param>
    /// <param name="trainee">The network, with its starting weights.</param>
    /// <param name="stage">The stage's name.</param>
    /// <param name="options">Phases, schedule, decay, clipping and checkpoints.</param>
    /// <param name="identity">What else decides the result; asked for only where there are checkpoints.</param>
    /// <param name="progress">Told about every step and every epoch's end; null for nobody.</param>
    /// <param name="cancellationToken">Looked at before every step.</param>
    /// <returns>The weights to keep, the validation set's word on them, and the loss by that or else by the last epoch's training.</returns>
    /// <exception cref="TrainingException">The loss or the gradient is no longer finite, or memory does not suffice.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged or another run's.</exception>
    public static (WeightSet Weights, ValidationResult? Validation, double Loss) Run<TBatch>(
        ITrainingTask<TBatch> task,
        Trainee trainee,
        string stage,
        TrainingOptions options,
        Func<RunIdentity> identity,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        using var memory = FreedMemory.Keep();
        var reporter = new ProgressReporter(stage, options.EpochCount, task.StepsPerEpoch, progress);
        var best = new BestEpoch(options.KeepBestEpoch);
        var checkpoint = Checkpoint.Start(options.Checkpoint, identity, trainee, best, reporter);
        int firstEpoch = 0;
        foreach (var phase in options.Phases)
        {
            if (reporter.Epoch < firstEpoch + phase.Epochs)
                Run(task, trainee, options, phase, firstEpoch, reporter, best, checkpoint, cancellationToken);
            firstEpoch += phase.Epochs;
        }

        var weights = best.Weights ?? trainee.Read();
        checkpoint?.Finish();
        return (weights, best.Result, best.Result?.Loss ?? reporter.LastEpochLoss);
    }

    private static void Run<TBatch>(
        ITrainingTask<TBatch> task,
        Trainee trainee,
        TrainingOptions options,
        TrainingPhase phase,
        int firstEpoch,
        ProgressReporter reporter,
        BestEpoch best,
        Checkpoint? checkpoint,
        CancellationToken cancellationToken)
    {
        int groupCount = trainee.Groups.Count;
        LayerGroups.Unfreeze(trainee.Groups, phase.GroupsOf(groupCount));
        using var optimizer = TrainingFailure.Place(
            "optimizer's moments", trainee.ParameterCount, options.Device, () => AdamOptimizer.For([.. trainee.Groups.TakeLast(phase.GroupsOf(groupCount))], options));
        var rates = phase.Rates(groupCount);
        var ratesNow = new double[rates.Length];
        int stepCount = phase.Epochs * task.StepsPerEpoch;
        while (reporter.Epoch < firstEpoch + phase.Epochs)
        {
            var batches = task.Epoch(reporter.Epoch, reporter.StepInEpoch);
            checkpoint?.RestoreStep(optimizer, task.Carried);
            foreach (var batch in batches)
            {
                if (cancellationToken.IsCancellationRequested)
                    checkpoint?.Save(optimizer, task.Carried);
                cancellationToken.ThrowIfCancellationRequested();
                using var scope = torch.NewDisposeScope();
                int step = ((reporter.Epoch - firstEpoch) * task.StepsPerEpoch) + reporter.StepInEpoch;
                var (rateFactor, beta1) = options.Schedule.At(step, stepCount);
                for (int group = 0; group < rates.Length; group++)
                    ratesNow[group] = rates[group] * rateFactor;
                try
                {
                    var loss = task.Loss(batch);
                    optimizer.ClearGradients();
                    loss.Total.backward();
                    BackwardPass.OfThread.ThrowIfFailed();
                    double norm = optimizer.CollectGradients();
                    if (!double.IsFinite(loss.CrossEntropy) || !double.IsFinite(norm))
                        throw TrainingFailure.Diverged(loss.CrossEntropy, norm, reporter.Place, checkpoint?.Saved);
                    optimizer.Step(ratesNow, beta1, ClipFactor(norm, options.GradientClip));
                    reporter.StepDone(loss, ratesNow[^1]);
                }
                catch (ExternalException exception) when (TrainingFailure.IsOutOfMemory(exception))
                {
                    throw TrainingFailure.OutOfMemory(exception, task.Describe(batch), trainee.ParameterCount, reporter.Place);
                }

                checkpoint?.StepDone(optimizer, task.Carried);
            }

            var validation = Validate();
            if (validation is { } result)
                best.Offer(result, trainee.Read);
            reporter.EpochDone(validation);

            // The next phase starts with moments of its own.
            checkpoint?.EpochDone(reporter.Epoch < firstEpoch + phase.Epochs ? optimizer : null, isLast: reporter.Epoch == options.EpochCount);
        }

        optimizer.ClearGradients();

        ValidationResult? Validate()
        {
            try
            {
                return task.Validate(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                checkpoint?.Save(optimizer, task.Carried);
                throw;
            }
            catch (ExternalException exception) when (TrainingFailure.IsOutOfMemory(exception))
            {
                throw TrainingFailure.OutOfMemory(exception, "the validation set", trainee.ParameterCount, reporter.Place);
            }
        }
    }

    /// <summary>What to multiply the gradient by so that its global norm is at most the limit; 1 where there is no limit.</summary>
    internal static double ClipFactor(double norm, double limit) => limit > 0 && norm > limit ? limit / norm : 1;
}
