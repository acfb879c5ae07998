using System.Text;
using Microsoft.Win32.SafeHandles;

namespace MultiFit.Cli;

/// <summary>The three standard streams. Results go to <paramref name="Output"/>, everything about the work to <paramref name="Error"/>.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Standard output; flushed by whoever writes.</param>
/// <param name="Error">Standard error.</param>
/// <param name="IsErrorInteractive">Whether somebody watches <paramref name="Error"/> on a screen, so that lines may be redrawn.</param>
internal sealed record Terminal(TextReader Input, TextWriter Output, TextWriter Error, bool IsErrorInteractive)
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The streams of this process, in UTF-8.</summary>
    public static Terminal OfProcess() => new(
        TextLines.Decode(Console.OpenStandardInput()),
        new StreamWriter(StandardOutput(), s_utf8) { NewLine = "\n" },
        new StreamWriter(Console.OpenStandardError(), s_utf8) { NewLine = "\n", AutoFlush = true },
        !Console.IsErrorRedirected);

    /// <summary>
    /// The console's own stream swallows writes to a closed pipe, and a command whose reader has gone would work on for nobody. A file stream
    /// reports them; it is used for pipes only, because for a file it would not share its position with other processes.
    /// </summary>
    private static Stream StandardOutput()
    {
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!stream.CanSeek)
                return stream;
        }

        return Console.OpenStandardOutput();
    }
}
