using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>Sets how many threads the tensor library and our kernels use, until it is disposed.</summary>
internal sealed class TorchThreads : IDisposable
{
    private readonly int _before = torch.get_num_threads();

    /// <param name="count">Threads; null for one per core.</param>
    public TorchThreads(int? count) => torch.set_num_threads(count ?? Environment.ProcessorCount);

    /// <inheritdoc/>
    public void Dispose() => torch.set_num_threads(_before);
}
