using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>x·Wᵀ + b and its gradient, with the matrix products in bfloat16 where that is wanted.</summary>
internal sealed class LinearMap : torch.autograd.SingleTensorFunction<LinearMap>
{
    private const string HasGradient = nameof(HasGradient);

    /// <summary>Multiplications of a product that takes some ten microseconds. Smaller ones gain nothing, and the library sums those of a few thousand in bfloat16.</summary>
    private const long SmallestRounded = 1 << 20;

    /// <inheritdoc/>
    public override string Name => nameof(LinearMap);

    /// <summary>Maps every row.</summary>
    /// <param name="rows"><c>[rows, input]</c>.</param>
    /// <param name="weight"><c>[output, input]</c>.</param>
    /// <param name="bias"><c>[output]</c>.</param>
    /// <param name="precision">Of the products.</param>
    /// <returns><c>[rows, output]</c>, in 32-bit floats.</returns>
    public static torch.Tensor Of(torch.Tensor rows, torch.Tensor weight, torch.Tensor bias, MatrixPrecision precision)
    {
        bool learns = torch.is_grad_enabled() && (rows.requires_grad || weight.requires_grad || bias.requires_grad);
        return learns && Rounds(precision, rows, weight) ? apply(rows, weight, bias) : torch.nn.functional.linear(rows, weight, bias);
    }

    /// <summary>Whether the factors of x·Wᵀ, and so those of its gradients, are to be rounded.</summary>
    /// <param name="precision">What is wanted.</param>
    /// <param name="rows"><c>[rows, input]</c>.</param>
    /// <param name="weight"><c>[output, input]</c>.</param>
    public static bool Rounds(MatrixPrecision precision, torch.Tensor rows, torch.Tensor weight) =>
        precision == MatrixPrecision.Bfloat16 && rows.shape[0] * weight.numel() >= SmallestRounded;

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        var (rows, weight, bias) = ((torch.Tensor)vars[0], (torch.Tensor)vars[1], (torch.Tensor)vars[2]);
        var (roundRows, roundWeight) = (rows.bfloat16(), weight.bfloat16());
        ctx.save_for_backward([roundRows, roundWeight]);
        ctx.save_data(HasGradient, new[] { rows.requires_grad, weight.requires_grad, bias.requires_grad });
        BackwardPass.Prepare(ctx);
        using var roundBias = bias.bfloat16();
        using var mapped = torch.nn.functional.linear(roundRows, roundWeight, roundBias);
        return mapped.@float();
    }

    /// <inheritdoc/>
    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output) =>
        BackwardPass.Run(ctx, grad_output, argumentCount: 3, () => Gradients(ctx, grad_output));

    private static List<torch.Tensor> Gradients(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        using var rows = saved[0];
        using var weight = saved[1];
        var has = (bool[])ctx.get_data(HasGradient);
        using var given = grad_output.bfloat16();       // [rows, output]
        using var columns = given.t();
        return [Product(has[0], given, weight), Product(has[1], columns, rows), has[2] ? grad_output.sum(dim: 0) : null!];
    }

    private static torch.Tensor Product(bool isNeeded, torch.Tensor left, torch.Tensor right)
    {
        if (!isNeeded)
            return null!;
        using var product = torch.mm(left, right);
        return product.@float();
    }
}
