using System.Diagnostics;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Hands messages to the environment's listeners, with a trace of its own start and end.</summary>
internal sealed class LocalChannel : IChannel, IMessageSource
{
    private readonly LocalEnvironment _environment;
    private readonly IExceptionContext _parent;
    private readonly long _started = Stopwatch.GetTimestamp();
    private bool _disposed;

    public LocalChannel(LocalEnvironment environment, IExceptionContext parent, string shortName, string fullName, bool verbose)
    {
        _environment = environment;
        _parent = parent;
        ShortName = shortName;
        FullName = fullName;
        Verbose = verbose;
        Trace(MessageSensitivity.None, "Channel started");
    }

    public string ShortName { get; }

    public string FullName { get; }

    public bool Verbose { get; }

    public string ContextDescription => FullName;

    public TException Process<TException>(TException ex)
        where TException : Exception => _parent.Process(ex);

    public void Send(ChannelMessage msg) => _environment.Dispatch(this, msg);

    public void Trace(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Trace, sensitivity, fmt));

    public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Trace, sensitivity, fmt, args));

    public void Error(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Error, sensitivity, fmt));

    public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Error, sensitivity, fmt, args));

    public void Warning(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Warning, sensitivity, fmt));

    public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Warning, sensitivity, fmt, args));

    public void Info(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Info, sensitivity, fmt));

    public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Info, sensitivity, fmt, args));

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Trace(MessageSensitivity.None, "Channel finished. Elapsed {0:c}.", Stopwatch.GetElapsedTime(_started));
        Trace(MessageSensitivity.None, "Channel disposed");
    }
}

/// <summary>A pipe to which nobody listens.</summary>
internal sealed class SilentPipe<TMessage>(IExceptionContext parent) : IPipe<TMessage>
{
    public string ContextDescription => parent.ContextDescription;

    public TException Process<TException>(TException ex)
        where TException : Exception => parent.Process(ex);

    public void Send(TMessage msg)
    {
    }

    public void Dispose()
    {
    }
}

/// <summary>Progress is not shown: the log has no place for it. Wrong use is still an error.</summary>
internal sealed class LocalProgressChannel : IProgressChannel
{
    private ProgressHeader _header;

    public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(fillAction);
        _header = header;
    }

    public void Checkpoint(params double?[] values)
    {
        if (_header != null && values.Length > _header.MetricNames.Count + (3 * _header.UnitNames.Count))
            throw new InvalidOperationException("Too many values provided in Checkpoint");
    }

    public IProgressChannel StartProgressChannel(string name) => new LocalProgressChannel();

    public void Dispose()
    {
    }
}
