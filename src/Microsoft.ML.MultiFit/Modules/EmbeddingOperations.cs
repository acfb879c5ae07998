using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>What <see cref="EmbeddingLookup"/> does on the CPU, by tensor operations, for any device.</summary>
internal static class EmbeddingOperations
{
    private static readonly Scalar s_one = 1f;

    /// <summary>Rows of the matrix times their factors.</summary>
    /// <param name="weight">The matrix <c>[vocabulary, embedding]</c>.</param>
    /// <param name="ids">Row numbers <c>[batch, time]</c> (int64), contiguous.</param>
    /// <param name="factors"><c>[batch, time]</c>; null for 1.</param>
    /// <param name="paddingId">The row that gets no gradient.</param>
    /// <returns>The rows <c>[batch, time, embedding]</c>, and the factors of their gradients <c>[batch, time]</c>.</returns>
    /// <exception cref="ArgumentException">An id is not a row of the matrix.</exception>
    public static (torch.Tensor Output, torch.Tensor GradientFactors) Rows(torch.Tensor weight, torch.Tensor ids, torch.Tensor? factors, int paddingId)
    {
        using var scope = torch.NewDisposeScope();
        long lowest = ids.min().item<long>(), highest = ids.max().item<long>();
        if (lowest < 0 || highest >= weight.shape[0])
            throw new ArgumentException($"Piece {(lowest < 0 ? lowest : highest)} is not in the vocabulary of {weight.shape[0]} pieces.");
        var rows = weight.detach().index_select(0, ids.view(-1)).view(ids.shape[0], ids.shape[1], -1);
        if (factors is not null)
            rows.mul_(factors.unsqueeze(2));
        var learns = ids.ne(torch.full_like(ids, paddingId)).to(weight.dtype);
        if (factors is not null)
            learns.mul_(factors);
        return (rows.MoveToOuterDisposeScope(), learns.MoveToOuterDisposeScope());
    }

    /// <summary>The gradient of the matrix.</summary>
    /// <param name="weight">The matrix <c>[vocabulary, embedding]</c>.</param>
    /// <param name="ids">Row numbers <c>[batch, time]</c> (int64), contiguous.</param>
    /// <param name="factors">The factors of the gradients <c>[batch, time]</c>.</param>
    /// <param name="rowGradients"><c>[batch, time, embedding]</c>.</param>
    public static torch.Tensor Gradient(torch.Tensor weight, torch.Tensor ids, torch.Tensor factors, torch.Tensor rowGradients)
    {
        using var scope = torch.NewDisposeScope();
        var gradient = torch.zeros_like(weight);
        gradient.index_add_(0, ids.view(-1), rowGradients.mul(factors.unsqueeze(2)).view(ids.numel(), -1), s_one);
        return gradient.MoveToOuterDisposeScope();
    }
}
