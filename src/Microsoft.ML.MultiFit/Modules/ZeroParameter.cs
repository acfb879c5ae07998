using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit;

/// <summary>Parameters start at zero; <see cref="ModuleWeights.Write"/> gives them their values.</summary>
internal static class ZeroParameter
{
    public static Parameter Of(torch.Device device, params long[] shape)
    {
        using var zeros = torch.zeros(shape, device: device);
        return new Parameter(zeros);
    }
}
