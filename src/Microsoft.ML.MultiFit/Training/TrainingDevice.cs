using System.Globalization;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>The device that a stage computes on, and the precision of its matrix products while the stage runs.</summary>
internal sealed class TrainingDevice : IDisposable
{
    private const string Cuda = "cuda";

    private readonly bool? _tf32Before;

    /// <param name="options">Options without problems.</param>
    public TrainingDevice(TrainingOptions options)
    {
        Place = torch.device(options.Device);
        if (Place.type != DeviceType.CUDA)
        {
            Precision = options.AllowBfloat16 && HasBfloat16Instructions ? MatrixPrecision.Bfloat16 : MatrixPrecision.Single;
            return;
        }

        _tf32Before = torch.backends.cuda.matmul.allow_tf32;
        torch.backends.cuda.matmul.allow_tf32 = options.AllowTf32;
    }

    /// <summary>The device as the tensor library names it.</summary>
    public torch.Device Place { get; }

    /// <summary>How exact the stage's matrix products are; what the tensor library itself rounds is not meant.</summary>
    public MatrixPrecision Precision { get; }

    /// <summary>
    /// Whether the processor multiplies pairs of bfloat16 in one instruction, AVX512_BF16: twice the speed of 32-bit floats. The tensor library's matrix
    /// products use it; without it they are slower than with 32-bit floats.
    /// </summary>
    public static bool HasBfloat16Instructions { get; } =
        Avx512BW.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && X86Base.CpuId(7, 0).Eax >= 1 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;

    /// <summary>What keeps a device from being used, as an error message; null for nothing. The tensor library is asked only about GPUs.</summary>
    public static string? ProblemOf(string? name)
    {
        if (name == "cpu")
            return null;
        int index = 0;
        if (name != Cuda && !(name?.StartsWith($"{Cuda}:", StringComparison.Ordinal) == true
            && int.TryParse(name.AsSpan(Cuda.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out index)))
            return $"{nameof(TrainingOptions.Device)} must be cpu, cuda, or cuda: with a number, but is '{name}'.";
        int count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        return index < count ? null
            : count > 0 ? FormattableString.Invariant($"{nameof(TrainingOptions.Device)} is '{name}', but there are only {count} CUDA devices, the first of them cuda:0.")
            : $"{nameof(TrainingOptions.Device)} is '{name}', but the tensor library finds no CUDA device: there is no NVIDIA GPU, no driver for it, or only the library's build for the CPU.";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_tf32Before is { } before)
            torch.backends.cuda.matmul.allow_tf32 = before;
    }
}
