using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Reference data beside the checkout; a test that needs it says so and passes when it is absent.</summary>
internal static class SharedFiles
{
    /// <summary>The path of a file or folder of <c>../shared</c>, or null after saying that it is absent.</summary>
    public static string? Find(string relativePath, ITestOutputHelper output, [CallerFilePath] string caller = "")
    {
        for (var folder = new DirectoryInfo(Path.GetDirectoryName(caller)!); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", relativePath);
            if (Path.Exists(path))
                return path;
        }

        output.WriteLine($"Skipped: ../shared/{relativePath} is absent.");
        return null;
    }

    /// <summary>Lines of a gzip file.</summary>
    public static IEnumerable<string> ReadGzipLines(string path)
    {
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(stream, new UTF8Encoding(false, true));
        // Only a line feed ends a line: the texts hold other characters that a reader would take for one.
        foreach (string line in reader.ReadToEnd().TrimEnd('\n').Split('\n'))
            yield return line;
    }
}
