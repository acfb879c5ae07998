namespace MultiFit.Cli;

/// <summary>What the command's exit codes mean, and which exception leads to which.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>A fault of this program.</summary>
    public const int Unexpected = 1;

    /// <summary>Options, files or their contents are at fault; one line on standard error says which and why.</summary>
    public const int BadInput = 2;

    /// <summary>Stopped by the user; the shells' number for it.</summary>
    public const int Cancelled = 130;

    /// <summary>Tells <paramref name="error"/> about the exception and gives the exit code.</summary>
    public static int Of(Exception exception, TextWriter error)
    {
        switch (exception)
        {
            case AggregateException { InnerExceptions.Count: 1 }:
                return Of(exception.InnerException!, error);
            case OperationCanceledException:
                error.WriteLine("multifit: cancelled; the output was not written.");
                return Cancelled;
            case IOException closed when IsClosedPipe(closed):
                return Success;
            case ArgumentException or InvalidDataException or FormatException or IOException or UnauthorizedAccessException:
                error.WriteLine($"multifit: {FirstLine(exception)}");
                return BadInput;
            case TrainingException:
                error.WriteLine($"multifit: {FirstLine(exception)}");
                return Unexpected;
            default:
                error.WriteLine($"multifit: unexpected error: {exception}");
                return Unexpected;
        }
    }

    /// <summary>The reader of our output went away, as <c>head</c> does when it has seen enough: EPIPE, or Windows' two names for it.</summary>
    private static bool IsClosedPipe(IOException exception) => exception.HResult is 32 or unchecked((int)0x8007006D) or unchecked((int)0x800700E8);

    /// <summary>An exception's message as far as it concerns the user.</summary>
    public static string FirstLine(Exception exception)
    {
        // The name of a method's parameter means nothing on the command line.
        var message = exception is ArgumentException { ParamName: { } parameter }
            ? exception.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal)
            : exception.Message;
        return message.Split('\n', 2)[0].TrimEnd();
    }
}
