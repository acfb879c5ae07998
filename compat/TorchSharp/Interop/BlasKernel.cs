using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Interop;

/// <summary>
/// Tells OpenBLAS which kernels to use. The version in Debian 12 does not know newer processors and falls back to ones that are
/// many times slower. It reads the variable once, when it is loaded, and from the native environment, which
/// <see cref="Environment.SetEnvironmentVariable(string, string)"/> does not reach.
/// </summary>
internal static class BlasKernel
{
    private const string Variable = "OPENBLAS_CORETYPE";

    internal static void Choose()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null && Best() is { } kernel && OperatingSystem.IsLinux())
            SetNativeVariable(Variable, kernel);
    }

    private static string? Best()
    {
        if (Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported && Avx512F.VL.IsSupported)
            return "SkylakeX";
        return Avx2.IsSupported && Fma.IsSupported ? "Haswell" : null;
    }

    private static unsafe void SetNativeVariable(string name, string value)
    {
        var nameBytes = System.Text.Encoding.ASCII.GetBytes(name + '\0');
        var valueBytes = System.Text.Encoding.ASCII.GetBytes(value + '\0');
        fixed (byte* n = nameBytes, v = valueBytes)
            _ = setenv(n, v, 0);
    }

    [DllImport("libc")]
    private static extern unsafe int setenv(byte* name, byte* value, int overwrite);
}
