using System.Globalization;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// One call of <c>Fit</c> as ML.NET sees it: a line in the log per epoch, a progress channel, and a token that also fires when ML.NET cancels the
/// host. Training reports to it from its own thread, once per step.
/// </summary>
internal sealed class TrainingRun : IProgress<TrainingProgress>, IDisposable
{
    private readonly IHost _host;
    private readonly IChannel _channel;
    private readonly IProgressChannel _progressChannel;
    private readonly IProgress<TrainingProgress>? _listener;
    private readonly CancellationTokenSource _cancellation;
    private TrainingProgress? _last;

    public TrainingRun(IHost host, IProgress<TrainingProgress>? listener, CancellationToken cancellationToken)
    {
        (_host, _listener) = (host, listener);
        _channel = host.Start("Fit");
        _progressChannel = host.StartProgressChannel("Training");
        _progressChannel.SetHeader(new ProgressHeader(["Loss", "Validation loss", "Validation accuracy"], ["steps"]), entry =>
        {
            if (_last is not { } last)
                return;
            entry.SetProgress(0, last.Step, last.StepCount);
            entry.SetMetric(0, last.Loss);
        });
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Fires when the caller or ML.NET wants training to end.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>Writes a line to the log.</summary>
    public void Info(string message) => _channel.Info(MessageSensitivity.None, "{0}", message);

    /// <summary>Throws when the caller or ML.NET wants training to end.</summary>
    public void ThrowIfCanceled()
    {
        if (MLNetInternals.IsCanceled(_host))
            _cancellation.Cancel();
        Token.ThrowIfCancellationRequested();
    }

    public void Report(TrainingProgress value)
    {
        _last = value;
        if (value.EpochEnded)
        {
            _progressChannel.Checkpoint(value.Loss, value.ValidationLoss, value.ValidationAccuracy, value.Step);
            Info(Describe(value));
        }

        _listener?.Report(value);
        if (MLNetInternals.IsCanceled(_host))
            _cancellation.Cancel();
    }

    public void Dispose()
    {
        _progressChannel.Dispose();
        _channel.Dispose();
        _cancellation.Dispose();
    }

    private static string Describe(TrainingProgress value)
    {
        var invariant = CultureInfo.InvariantCulture;
        var text = string.Create(invariant, $"{value.Stage}: epoch {value.Epoch} of {value.EpochCount}, loss {value.Loss:0.0000}");
        if (value.ValidationLoss is { } loss)
            text += string.Create(invariant, $", validation loss {loss:0.0000}");
        if (value.ValidationAccuracy is { } accuracy)
            text += string.Create(invariant, $", validation accuracy {accuracy:0.0000}");
        if (value.TokensPerSecond > 0)
            text += string.Create(invariant, $", {value.TokensPerSecond:0} tokens/s");
        return text + string.Create(invariant, $", {value.Remaining:hh\\:mm\\:ss} left");
    }
}
