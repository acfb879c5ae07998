using System.Diagnostics;
using System.Reflection;
using Xunit.Abstractions;

namespace StandIns.Api.Tests;

/// <summary>
/// What is compiled against a stand-in must run on the real assembly: the public surface of every stand-in is a subset of the
/// real one's, letter for letter. The listings of the real surfaces lie beside the repository, in ../shared/api.
/// </summary>
public class PublicSurfaceTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_stand_in_has_nothing_but_what_the_real_assemblies_have()
    {
        var root = Fact("RepositoryRoot");
        var api = Path.GetFullPath(Path.Combine(root, "..", "shared", "api"));
        if (!Directory.Exists(Path.Combine(api, "tool")))
        {
            output.WriteLine($"Skipped: the listings of the real assemblies are not there ({api}).");
            return;
        }
        var builtIn = Fact("BuiltIn");
        var assemblies = Fact("StandIns").Split(';').Select(name => Path.Combine(root, "compat", name, builtIn, name + ".dll")).ToList();
        Assert.All(assemblies, file => Assert.True(File.Exists(file), $"{file} is not built"));

        var work = Directory.CreateTempSubdirectory("standins-api").FullName;
        try
        {
            var tool = BuildTool(Path.Combine(api, "tool"), work);
            var listings = Path.Combine(work, "mine");
            // Each stand-in finds the others beside it.
            Run(tool, ["list", "--out", listings, .. assemblies.SelectMany(file => new[] { "--deps", Path.GetDirectoryName(file)! }), .. assemblies]);
            var (status, text) = Start(tool, ["compare", "--real", .. Directory.GetFiles(api, "*.txt"), "--mine", .. Directory.GetFiles(listings, "*.txt")]);
            Assert.True(status == 0, text);
            Assert.Equal(assemblies.Count, Directory.GetFiles(listings, "*.txt").Length);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    // The sources may not be writable where they are, so they are copied.
    private static string BuildTool(string sources, string work)
    {
        var copy = Directory.CreateDirectory(Path.Combine(work, "source")).FullName;
        foreach (var file in Directory.GetFiles(sources))
            File.WriteAllBytes(Path.Combine(copy, Path.GetFileName(file)), File.ReadAllBytes(file));
        var built = Path.Combine(work, "tool");
        Run("build", [Path.Combine(copy, "ApiList.csproj"), "-o", built, "-v", "quiet", "--nologo"]);
        return Path.Combine(built, "ApiList.dll");
    }

    private static void Run(string command, string[] arguments)
    {
        var (status, text) = Start(command, arguments);
        Assert.True(status == 0, text);
    }

    private static (int Status, string Text) Start(string command, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [command, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text + errors.Result);
    }

    private static string Fact(string key) =>
        typeof(PublicSurfaceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
