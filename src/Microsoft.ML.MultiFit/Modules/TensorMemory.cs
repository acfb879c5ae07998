using System.Runtime.InteropServices;
using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// The numbers of a CPU tensor in place. The memory does not move, but lives no longer than the tensor: keep the tensor alive
/// (<see cref="GC.KeepAlive"/>) until after the last use.
/// </summary>
internal static class TensorMemory
{
    public static Span<float> Floats(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    public static unsafe float* Pointer(torch.Tensor tensor)
    {
        fixed (byte* start = tensor.bytes)
            return (float*)start;
    }
}
