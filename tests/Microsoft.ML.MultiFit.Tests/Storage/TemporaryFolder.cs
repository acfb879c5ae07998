namespace Microsoft.ML.MultiFit.Tests;

/// <summary>A folder of its own for one test, removed at its end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("multifit-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public IEnumerable<string?> FileNames => Directory.EnumerateFileSystemEntries(Path).Select(System.IO.Path.GetFileName);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
