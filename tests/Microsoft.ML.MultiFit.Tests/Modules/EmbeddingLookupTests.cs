using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

[Collection(nameof(TorchCollection))]
public class EmbeddingLookupTests
{
    private const int PaddingId = 1;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rows_are_scaled_and_all_but_padding_learn(bool kernels)
    {
        // Row r of the matrix is (r, 10r). Piece 2 occurs twice, with the factors 2 and 3; padding is seen once and learns nothing.
        using var choice = new KernelChoice(kernels);
        using var scope = torch.NewDisposeScope();
        var weight = torch.tensor(new float[] { 0, 0, 1, 10, 2, 20, 3, 30 }, [4, 2]).requires_grad_();
        var ids = torch.tensor(new long[] { 2, PaddingId, 3, 2 }, [2, 2]);
        var factors = torch.tensor(new float[] { 2, 5, 0, 3 }, [2, 2]);
        var output = EmbeddingLookup.Rows(weight, ids, factors, PaddingId);
        Assert.Equal(new long[] { 2, 2, 2 }, output.shape);
        Assert.Equal(new float[] { 4, 40, 5, 50, 0, 0, 6, 60 }, TensorMemory.Floats(output).ToArray());
        output.mul(torch.tensor(new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }, [2, 2, 2])).sum().backward();
        Assert.Equal(new float[] { 0, 0, 0, 0, (2 * 1) + (3 * 7), (2 * 2) + (3 * 8), 0, 0 }, TensorMemory.Floats(weight.grad!).ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_factors_rows_are_copies(bool kernels)
    {
        using var choice = new KernelChoice(kernels);
        using var scope = torch.NewDisposeScope();
        var weight = torch.tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [3, 2]).requires_grad_();
        var output = EmbeddingLookup.Rows(weight, torch.tensor(new long[] { 2, PaddingId }, [1, 2]), null, PaddingId);
        Assert.Equal(new float[] { 5, 6, 3, 4 }, TensorMemory.Floats(output).ToArray());
        output.sum().backward();
        Assert.Equal(new float[] { 0, 0, 0, 0, 1, 1 }, TensorMemory.Floats(weight.grad!).ToArray());
    }

    [Theory]
    [InlineData(true, -1)]
    [InlineData(true, 3)]
    [InlineData(false, -1)]
    [InlineData(false, 3)]
    public void Ids_outside_the_matrix_are_refused(bool kernels, long id)
    {
        using var choice = new KernelChoice(kernels);
        using var scope = torch.NewDisposeScope();
        var error = Assert.Throws<ArgumentException>(() => EmbeddingLookup.Rows(torch.zeros(3, 2), torch.tensor([0, id], [1, 2]), null, PaddingId));
        Assert.Contains($"Piece {id} is not in the vocabulary of 3 pieces", error.Message);
    }
}
