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

    /// <summary>A copy of a tensor's numbers, whichever device it is on.</summary>
    public static float[] Copy(torch.Tensor tensor)
    {
        using var here = tensor.cpu();
        return Floats(here).ToArray();
    }

    /// <summary>Fills a tensor, whichever device it is on.</summary>
    public static void Fill(torch.Tensor tensor, float[] values)
    {
        using var frozen = torch.no_grad();
        using var here = torch.tensor(values, tensor.shape);
        tensor.copy_(here);
    }

    public static unsafe float* Pointer(torch.Tensor tensor)
    {
        fixed (byte* start = tensor.bytes)
            return (float*)start;
    }
}
