using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

[Collection(nameof(TorchCollection))]
public class ConcatPoolingTests
{
    [Fact]
    public void Is_last_then_maximum_then_mean()
    {
        using var scope = torch.NewDisposeScope();
        var hidden = torch.tensor([1f, -5, 4, -3, 1, -1], [1, 3, 2]);
        Assert.Equal([1f, -1, 4, -1, 2, -3], TensorMemory.Floats(ConcatPooling.Pool(hidden, null)).ToArray());
    }

    [Fact]
    public void Ignores_padding()
    {
        // The second row's first step is padding: neither its 9 nor the division by three steps may show.
        using var scope = torch.NewDisposeScope();
        var hidden = torch.tensor([1f, -5, 4, -3, 1, -1, 9, 9, -4, -3, -2, -1], [2, 3, 2]);
        var mask = torch.tensor([1f, 1, 1, 0, 1, 1], [2, 3]);
        Assert.Equal(
            [1f, -1, 4, -1, 2, -3, -2, -1, -2, -1, -3, -2],
            TensorMemory.Floats(ConcatPooling.Pool(hidden, mask)).ToArray());
    }
}
