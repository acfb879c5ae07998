namespace TorchSharp.StandIn.Tests;

/// <summary>The tests that count tensors or set the state of random numbers must not run beside others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchCollection : ICollectionFixture<TorchCollection.OneThread>
{
    public const string Name = "torch";

    /// <summary>One thread makes sums come out the same every time.</summary>
    public sealed class OneThread
    {
        public OneThread()
        {
            if (File.Exists(Path.Combine(AppContext.BaseDirectory, "libMultiFitTorch.so")))
                torch.set_num_threads(1);
        }
    }
}
