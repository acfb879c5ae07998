using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>One message of the log.</summary>
public class LoggingEventArgs : EventArgs
{
    public LoggingEventArgs(string message)
        : this(message, ChannelMessageKind.Info, string.Empty)
    {
    }

    public LoggingEventArgs(string message, ChannelMessageKind kind, string source)
    {
        RawMessage = message;
        Kind = kind;
        Source = source;
        Message = $"[Source={source}, Kind={kind}] {message}";
    }

    /// <summary>The component and its activity.</summary>
    public string Source { get; }

    public ChannelMessageKind Kind { get; }

    /// <summary>The message with its source and kind.</summary>
    public string Message { get; }

    /// <summary>The bare message.</summary>
    public string RawMessage { get; }
}
