namespace TorchSharp.Interop;

/// <summary>Words for the commonest failure: a native library that is not there.</summary>
internal static class MissingLibrary
{
    internal const string FileName = "libMultiFitTorch.so";

    /// <summary>What is missing and what to do about it.</summary>
    /// <param name="file">Where the shim is expected.</param>
    /// <param name="shimExists">Whether it is there, so that something it needs is missing.</param>
    /// <param name="reason">The loader's words; only their first line is kept.</param>
    internal static string Message(string file, bool shimExists, string? reason)
    {
        const string Remedy = "Install the packages libtorch-dev, libopenblas0-openmp and g++ (apt-get install), "
            + "run eng/build-torch-shim.sh and build again.";
        if (!shimExists)
            return $"The native library of the TorchSharp stand-in is missing: {file}. {Remedy}";
        var first = (reason ?? "").Split('\n')[0].Trim();
        return $"The native library of the TorchSharp stand-in, {file}, cannot be loaded, most likely because libtorch is missing: {first} {Remedy}";
    }
}
