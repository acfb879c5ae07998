using System.Reflection;

namespace TorchSharp.StandIn.Tests;

/// <summary>
/// A test that needs the native library. Where the real TorchSharp is in use nobody has to build the stand-in's, and the test is
/// skipped if it is missing; where the stand-in is in use, a missing library is a failure.
/// </summary>
public sealed class TorchFactAttribute : FactAttribute
{
    private static readonly string s_library = Path.Combine(AppContext.BaseDirectory, "libMultiFitTorch.so");

    public TorchFactAttribute()
    {
        bool inUse = typeof(TorchFactAttribute).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Any(a => a.Key == "StandIns" && a.Value!.Contains("TorchSharp", StringComparison.Ordinal));
        if (!inUse && !File.Exists(s_library))
            Skip = "The TorchSharp stand-in is not in use here and its native library is not built (eng/build-torch-shim.sh).";
    }
}
