using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit;

/// <summary>What went wrong in a step, in words that help.</summary>
internal static class TrainingFailure
{
    /// <summary>The loss or the gradient is no longer a number.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="gradientNorm">The gradient's norm.</param>
    /// <param name="place">Where the run stands.</param>
    /// <param name="checkpoint">The file of the last good checkpoint; null where there is none.</param>
    public static TrainingException Diverged(double loss, double gradientNorm, string place, string? checkpoint) => new(
        FormattableString.Invariant($"Training diverged ({place}): loss {loss}, gradient norm {gradientNorm}. ")
        + $"A lower {nameof(TrainingOptions.LearningRate)} or a positive {nameof(TrainingOptions.GradientClip)} helps."
        + (checkpoint is null ? "" : $" The last checkpoint before, '{checkpoint}', was kept."));

    /// <summary>Whether the tensor library could not get memory.</summary>
    public static bool IsOutOfMemory(ExternalException exception) =>
        new[] { "out of memory", "not enough memory", "can't allocate memory" }.Any(words => exception.Message.Contains(words, StringComparison.OrdinalIgnoreCase));

    /// <summary>Puts onto the device what every step needs: weights, or the optimizer's moments.</summary>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="parameterCount">Numbers that learn.</param>
    /// <param name="device">The device's name.</param>
    /// <param name="place">Puts it there.</param>
    /// <exception cref="TrainingException">The device's memory does not hold it.</exception>
    public static T Place<T>(string what, long parameterCount, string device, Func<T> place)
    {
        try
        {
            return place();
        }
        catch (ExternalException exception) when (IsOutOfMemory(exception))
        {
            throw new TrainingException(
                FormattableString.Invariant($"Out of memory: device '{device}' has no room for the {what} of {parameterCount / 1e6:0.0} million weights. ")
                + $"Take a smaller architecture, another {nameof(TrainingOptions.Device)}, or end what else uses its memory. ({FirstLine(exception)})",
                exception);
        }
    }

    /// <summary>The device's memory does not hold what a step needs.</summary>
    /// <param name="exception">The tensor library's.</param>
    /// <param name="batch">The batch in words.</param>
    /// <param name="parameterCount">Numbers that learn.</param>
    /// <param name="place">Where the run stands.</param>
    public static TrainingException OutOfMemory(ExternalException exception, string batch, long parameterCount, string place) => new(
        FormattableString.Invariant($"Out of memory ({place}) with {batch} and {parameterCount / 1e6:0.0} million weights: ")
        + $"lower {nameof(TrainingOptions.BatchSize)}, {nameof(TrainingOptions.BpttLength)} or, for a classifier, {nameof(ClassifierOptions.MaxLength)}, or take a smaller architecture. "
        + $"({FirstLine(exception)})",
        exception);

    private static string FirstLine(ExternalException exception) => exception.Message.Split('\n', 2)[0].TrimEnd();
}
