using System.Runtime.CompilerServices;

namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>The checkout this program was built from, and the data beside it.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    /// <exception cref="DirectoryNotFoundException">The checkout is gone.</exception>
    public static string Root { get; } = Find();

    /// <summary>A file of <c>../shared/data</c>, which may be absent.</summary>
    public static string Data(params string[] path) => Path.Combine([Root, "..", "shared", "data", .. path]);

    private static string Find([CallerFilePath] string caller = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(caller)!);
        while (!File.Exists(Path.Combine(folder.FullName, "Microsoft.ML.MultiFit.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The checkout this program was built from is gone.");
        return folder.FullName;
    }
}
