using System.Diagnostics;
using System.Text;
using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Runs Google's command line tools as an oracle, where they are installed.</summary>
internal static class ExternalTool
{
    /// <summary>Feeds the input and returns the output, or null after saying that the tool is absent.</summary>
    public static string? Run(ITestOutputHelper output, string tool, string input, params string[] arguments)
    {
        string? path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
        if (path is null)
        {
            output.WriteLine($"Skipped: {tool} is not installed.");
            return null;
        }

        var encoding = new UTF8Encoding(false);
        using var process = Process.Start(new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = encoding,
        })!;
        // As bytes: a reader would take U+FEFF at the beginning for a mark of the encoding.
        using var written = new MemoryStream();
        var standardOutput = process.StandardOutput.BaseStream.CopyToAsync(written);
        var standardError = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        standardOutput.Wait();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{tool} failed: {standardError.Result}");
        return encoding.GetString(written.GetBuffer(), 0, (int)written.Length);
    }
}
