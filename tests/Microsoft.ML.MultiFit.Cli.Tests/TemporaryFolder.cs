using System.IO.Compression;
using System.Text;

namespace MultiFit.Cli.Tests;

/// <summary>A folder that goes away with its owner.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("multifit-cli-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string content)
    {
        System.IO.File.WriteAllText(File(name), content);
        return File(name);
    }

    public string WriteGzip(string name, string content)
    {
        using var stream = new GZipStream(System.IO.File.Create(File(name)), CompressionLevel.Fastest);
        stream.Write(Encoding.UTF8.GetBytes(content));
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
