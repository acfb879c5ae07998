using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;

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
    public async Task Ctrl_C_ends_training_with_a_checkpoint_and_no_model()
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
        Assert.EndsWith($"multifit: --resume goes on from '{output}.checkpoint'.\nmultifit: cancelled; the output was not written.", rest.TrimEnd());
        Assert.False(File.Exists(output));
        Assert.True(File.Exists($"{output}.checkpoint"));
    }

    [Theory]
    [InlineData("pretrain", 2)]
    [InlineData("finetune", 1)]
    [InlineData("train", 2)]
    [InlineData("bootstrap", 1)]
    public async Task A_killed_run_goes_on_to_the_same_file(string verb, int mostKills)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var random = new Random(verb.Length);
        var output = Path.Combine(files.Folder, $"killed-{verb}.out");
        var checkpoint = $"{output}.checkpoint";
        string[] arguments = verb switch
        {
            "pretrain" => ["pretrain", "--corpus", files.Corpus, "--tokenizer", files.Vocabulary, "--validation", files.Corpus, "--epochs", "4", "--batch-size", "8"],
            "finetune" => ["finetune", "--model", files.LanguageModel, "--text", files.Labeled, "--epochs", "4", "--batch-size", "8"],
            "bootstrap" => ["bootstrap", "--teacher", files.Classifier, "--model", files.FineTuned, "--target", files.Labeled, "--distill", "--epochs", "6", "--batch-size", "6"],
            _ => ["train", "--model", files.LanguageModel, "--train", files.Labeled, "--validation", files.Labeled, "--epochs", "6", "--batch-size", "6"],
        };
        arguments = [.. arguments, "--seed", "3", "--threads", "1", "--checkpoint-minutes", "0.00001"];
        var whole = Path.Combine(files.Folder, $"whole-{verb}.out");
        CommandRun.Of([.. arguments, "--output", whole]).Succeeded();

        int kills = 0;
        for (; kills < mostKills; kills++)
        {
            using var command = new RunningCommand([.. arguments, "--resume", "--output", output]);
            // Some steps further than the last one.
            var before = File.Exists(checkpoint) ? File.GetLastWriteTimeUtc(checkpoint) : default;
            int writes = 0;
            for (int wanted = random.Next(1, 5); writes < wanted && !command.Process.HasExited;)
            {
                await Task.Delay(random.Next(1, 10));
                if (File.Exists(checkpoint) && File.GetLastWriteTimeUtc(checkpoint) != before)
                {
                    before = File.GetLastWriteTimeUtc(checkpoint);
                    writes++;
                }
            }

            if (command.Process.HasExited)
                break;
            command.Process.Kill();
            await command.Process.WaitForExitAsync().WaitAsync(s_patience);
            Assert.False(File.Exists(output));
        }

        Assert.True(kills > 0, "The run ended before it could be killed.");
        if (!File.Exists(output))
            CommandRun.Of([.. arguments, "--resume", "--output", output]).Succeeded();
        Assert.Equal(ContentOf(whole), ContentOf(output));
        Assert.Equal(TableOf(whole), TableOf(output));
        Assert.StartsWith("<svg", File.ReadAllText($"{output}.history.svg"));
        Assert.False(File.Exists(checkpoint));

        // ML.NET writes the time into its files, but not into their entries.
        static IEnumerable<(string, string)> ContentOf(string path)
        {
            using var zip = ZipFile.OpenRead(path);
            foreach (var entry in zip.Entries)
            {
                using var content = entry.Open();
                yield return (entry.FullName, Convert.ToHexString(SHA256.HashData(content)));
            }
        }

        // The speed is another one in every run.
        static IEnumerable<string> TableOf(string path) =>
            File.ReadAllLines($"{path}.history.csv").Select(line => line[..line.LastIndexOf(',')]);
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
