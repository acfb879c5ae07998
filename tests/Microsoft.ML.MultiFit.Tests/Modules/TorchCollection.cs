namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Tests that change or count what the whole process shares: the tensor library's threads and live tensors.</summary>
[CollectionDefinition(nameof(TorchCollection), DisableParallelization = true)]
public class TorchCollection;
