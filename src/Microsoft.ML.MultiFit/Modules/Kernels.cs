using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Which tensors this library's own kernels compute. All others, those of other devices above all, are computed by the tensor library's operations; the
/// results are the same but for rounding.
/// </summary>
internal static class Kernels
{
    /// <summary>A switch of <see cref="AppContext"/> that turns all kernels off, to compare them with the tensor library or to get around one.</summary>
    public const string OffSwitch = "Microsoft.ML.MultiFit.WithoutKernels";

    private static bool AreOff => AppContext.TryGetSwitch(OffSwitch, out bool off) && off;

    /// <summary>Whether a kernel for the processor computes the tensor.</summary>
    public static bool ServeProcessor(torch.Tensor tensor) => tensor.device_type == DeviceType.CPU && !AreOff;

    /// <summary>Whether a kernel for GPUs may compute the tensor.</summary>
    public static bool ServeGpu(torch.Tensor tensor) => tensor.device_type == DeviceType.CUDA && !AreOff;
}
