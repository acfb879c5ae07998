using System.Diagnostics;

namespace MultiFit.Cli.Tests.Verbs;

/// <summary>What only a real process can show: streaming, closed pipes, signals.</summary>
[Collection(TrainedFilesTests.Name)]
public sealed class ProcessTests(TrainedFiles files)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Predictions_appear_while_the_input_is_still_open()
    {
        using var command = new RunningCommand("predict", "--model", files.Classifier);
        var process = command.Process;
        await process.StandardInput.WriteLineAsync("Das Buch ist gut.");
        await process.StandardInput.FlushAsync();
        Assert.EndsWith("\tDas Buch ist gut.", await process.StandardOutput.ReadLineAsync().WaitAsync(s_patience));
        await process.StandardInput.WriteLineAsync("Der Film war schlecht.");
        process.StandardInput.Close();
        Assert.EndsWith("\tDer Film war schlecht.", await process.StandardOutput.ReadLineAsync().WaitAsync(s_patience));
        await process.WaitForExitAsync().WaitAsync(s_patience);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_the_work_quietly()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var command = new RunningCommand("predict", "--model", files.Classifier);
        var process = command.Process;
        process.StandardOutput.Close();
        // The input never ends by itself: only noticing the closed pipe can end the process.
        var writing = Task.Run(async () =>
        {
            try
            {
                while (!process.HasExited)
                    await process.StandardInput.WriteLineAsync("Das Buch ist gut.");
            }
            catch (IOException)
            {
                // The process is gone, as it should be.
            }
        });
        await process.WaitForExitAsync().WaitAsync(s_patience);
        await writing.WaitAsync(s_patience);
        Assert.Equal("", await process.StandardError.ReadToEndAsync());
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Ctrl_C_ends_training_without_a_file()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var output = Path.Combine(files.Folder, "cancelled.multifit");
        using var command = new RunningCommand("finetune", "--model", files.LanguageModel, "--text", files.Labeled, "--epochs", "100000", "--threads", "1", "--output", output);
        var process = command.Process;
        // The first line tells that training has begun.
        Assert.Contains("finetune", await process.StandardError.ReadLineAsync().WaitAsync(s_patience));
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        var rest = await process.StandardError.ReadToEndAsync().WaitAsync(s_patience);
        await process.WaitForExitAsync().WaitAsync(s_patience);
        Assert.Equal(130, process.ExitCode);
        Assert.EndsWith("multifit: cancelled; no file was changed.", rest.TrimEnd());
        Assert.False(File.Exists(output));
        Assert.Empty(Directory.GetFiles(files.Folder, "cancelled*"));
    }

    /// <summary>The command in a process of its own, which does not outlive the test.</summary>
    private sealed class RunningCommand(params string[] arguments) : IDisposable
    {
        // Tests that run in the background of a shell inherit that Ctrl-C is ignored; a user's command does not.
        private static readonly string[] s_launcher = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];

        public Process Process { get; } = Process.Start(new ProcessStartInfo(s_launcher[0], [.. s_launcher[1..], typeof(MultiFitCommand).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

        public void Dispose()
        {
            if (!Process.HasExited)
                Process.Kill();
            Process.Dispose();
        }
    }
}
