using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>Rows of the embedding matrix, each times a factor. The padding row can be looked up but does not learn from it.</summary>
internal sealed class EmbeddingLookup : torch.autograd.SingleTensorFunction<EmbeddingLookup>
{
    /// <inheritdoc/>
    public override string Name => nameof(EmbeddingLookup);

    /// <summary>Looks rows up.</summary>
    /// <param name="weight">The matrix <c>[vocabulary, embedding]</c>.</param>
    /// <param name="ids">Row numbers <c>[batch, time]</c> (int64), contiguous.</param>
    /// <param name="factors">What to multiply each row by, <c>[batch, time]</c>, contiguous; null for 1.</param>
    /// <param name="paddingId">The row that gets no gradient.</param>
    /// <returns><c>[batch, time, embedding]</c>.</returns>
    /// <exception cref="ArgumentException">An id is not a row of the matrix.</exception>
    public static torch.Tensor Rows(torch.Tensor weight, torch.Tensor ids, torch.Tensor? factors, int paddingId)
    {
        var settings = new Settings(factors, paddingId);
        return torch.is_grad_enabled() && weight.requires_grad ? apply(weight, ids, settings) : Compute(weight, ids, settings).Output;
    }

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        var weight = (torch.Tensor)vars[0];
        var ids = (torch.Tensor)vars[1];
        var (output, gradientFactors) = Compute(weight, ids, (Settings)vars[2]);
        ctx.save_for_backward([weight, ids, gradientFactors]);
        BackwardPass.Prepare(ctx);
        return output;
    }

    /// <inheritdoc/>
    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output) =>
        BackwardPass.Run(ctx, grad_output, argumentCount: 3, () => [Gradient(ctx, grad_output), null!, null!]);

    private static torch.Tensor Gradient(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        using var weight = saved[0];
        using var ids = saved[1];
        using var factors = saved[2];
        using var rowGradients = grad_output.contiguous();
        return Kernels.ServeProcessor(weight) ? GradientHere(weight, ids, factors, rowGradients) : EmbeddingOperations.Gradient(weight, ids, factors, rowGradients);
    }

    private static torch.Tensor GradientHere(torch.Tensor weight, torch.Tensor ids, torch.Tensor factors, torch.Tensor rowGradients)
    {
        int width = (int)weight.shape[1];
        var gradient = torch.zeros(weight.shape);
        var matrix = TensorMemory.Floats(gradient);
        var rows = TensorMemory.Floats(rowGradients);
        var places = MemoryMarshal.Cast<byte, long>(ids.bytes);
        var learned = TensorMemory.Floats(factors);
        for (int i = 0; i < places.Length; i++)
        {
            var row = matrix.Slice((int)places[i] * width, width);
            TensorPrimitives.MultiplyAdd(rows.Slice(i * width, width), learned[i], row, row);
        }

        return gradient;
    }

    private static (torch.Tensor Output, torch.Tensor GradientFactors) Compute(torch.Tensor weight, torch.Tensor ids, Settings settings)
    {
        var (factors, paddingId) = settings;
        if (!Kernels.ServeProcessor(weight))
            return EmbeddingOperations.Rows(weight, ids, factors, paddingId);
        int vocabulary = (int)weight.shape[0];
        int width = (int)weight.shape[1];
        var output = torch.empty(ids.shape[0], ids.shape[1], width);
        var gradientFactors = torch.ones(ids.shape);
        var matrix = TensorMemory.Floats(weight);
        var rows = TensorMemory.Floats(output);
        var places = MemoryMarshal.Cast<byte, long>(ids.bytes);
        var learned = TensorMemory.Floats(gradientFactors);
        if (factors is not null)
            TensorMemory.Floats(factors).CopyTo(learned);
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] < 0 || places[i] >= vocabulary)
                throw new ArgumentException($"Piece {places[i]} is not in the vocabulary of {vocabulary} pieces.");
            TensorPrimitives.Multiply(matrix.Slice((int)places[i] * width, width), learned[i], rows.Slice(i * width, width));
            if (places[i] == paddingId)
                learned[i] = 0;
        }

        GC.KeepAlive(factors);
        return (output, gradientFactors);
    }

    private sealed record Settings(torch.Tensor? Factors, int PaddingId);
}
