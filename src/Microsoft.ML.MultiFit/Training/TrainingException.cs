namespace Microsoft.ML.MultiFit;

/// <summary>Training cannot go on, for a reason that other options may remove: it diverged, or the device is out of memory. The message says what to change.</summary>
public sealed class TrainingException : InvalidOperationException
{
    /// <summary>A failure with its reason.</summary>
    public TrainingException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
