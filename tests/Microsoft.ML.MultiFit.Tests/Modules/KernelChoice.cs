namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Lets the kernels or, as on other devices, the tensor library's operations compute until it is disposed of.</summary>
internal sealed class KernelChoice : IDisposable
{
    public KernelChoice(bool kernels) => AppContext.SetSwitch(Kernels.OffSwitch, !kernels);

    public void Dispose() => AppContext.SetSwitch(Kernels.OffSwitch, false);
}
