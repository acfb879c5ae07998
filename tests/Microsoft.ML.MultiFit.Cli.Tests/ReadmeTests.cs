using System.Runtime.CompilerServices;
using MultiFit.Cli.Tests.Verbs;

namespace MultiFit.Cli.Tests;

[Collection(TrainedFilesTests.Name)]
public class ReadmeTests(TrainedFiles files)
{
    [Fact]
    public void The_first_block_is_the_compiled_one()
    {
        var source = File.ReadAllLines(Path.Combine(Folder(), "ReadmeExample.cs"));
        int start = Array.FindIndex(source, line => line.Contains("void Run()", StringComparison.Ordinal)) + 2;
        var compiled = source[start..Array.IndexOf(source, "    }", start)].Select(line => line.Length == 0 ? line : line[8..]);

        var readme = File.ReadAllLines(Path.Combine(Folder(), "..", "..", "README.md"));
        int block = Array.IndexOf(readme, "```csharp") + 1;
        Assert.Equal(readme[block..Array.IndexOf(readme, "```", block)], compiled);
    }

    [Fact]
    public void The_first_block_runs()
    {
        var (home, console) = (Directory.GetCurrentDirectory(), Console.Out);
        using var folder = new TemporaryFolder();
        using var printed = new StringWriter();
        File.Copy(files.Labeled, folder.File("train.tsv"));
        File.Copy(files.LanguageModel, folder.File("de.multifit"));
        try
        {
            Directory.SetCurrentDirectory(folder.Path);
            Console.SetOut(printed);
            ReadmeExample.Run();
        }
        finally
        {
            Console.SetOut(console);
            Directory.SetCurrentDirectory(home);
        }

        Assert.Contains(printed.ToString().Trim(), new[] { "positive", "negative" });
        Assert.True(File.Exists(folder.File("reviews.zip")));
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
