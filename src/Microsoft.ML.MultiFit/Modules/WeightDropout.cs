using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// A weight matrix with elements dropped and the kept ones scaled (DropConnect, Wan et al. 2013, as AWD-LSTM uses it). On the CPU the mask is never in memory: it is drawn
/// again for the gradient. Otherwise a classifier's step would hold one for every layer and chunk of text, as large as the weights each time.
/// </summary>
internal sealed class WeightDropout : torch.autograd.SingleTensorFunction<WeightDropout>
{
    private const string Dropped = "dropped";

    /// <inheritdoc/>
    public override string Name => nameof(WeightDropout);

    /// <summary>Draws a mask and drops what it says; the matrix itself where nothing is to be dropped.</summary>
    /// <param name="weight">The matrix, contiguous.</param>
    /// <param name="probability">Of dropping an element, in [0, 1).</param>
    /// <param name="masks">Where the mask comes from.</param>
    public static torch.Tensor Of(torch.Tensor weight, double probability, DropoutMasks masks)
    {
        if (probability <= 0)
            return weight;
        if (!Kernels.ServeProcessor(weight))
            return weight.mul(masks.Draw(probability, weight.shape)!);
        var mask = masks.DrawLazily(probability);
        return torch.is_grad_enabled() && weight.requires_grad ? apply(weight, mask) : Compute(weight, mask);
    }

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data(Dropped, vars[1]);
        BackwardPass.Prepare(ctx);
        return Compute((torch.Tensor)vars[0], (DropoutMasks.LazyMask)vars[1]);
    }

    /// <inheritdoc/>
    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output) =>
        BackwardPass.Run(ctx, grad_output, argumentCount: 2, () => [Gradient(ctx, grad_output), null!]);

    private static torch.Tensor Gradient(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        // The gradient is the result of a matrix product that nobody else reads, so its memory can be used.
        var gradient = grad_output.contiguous();
        ((DropoutMasks.LazyMask)ctx.get_data(Dropped)).Multiply(gradient, gradient);
        return gradient;
    }

    private static torch.Tensor Compute(torch.Tensor weight, DropoutMasks.LazyMask mask)
    {
        var result = torch.empty(weight.shape);
        mask.Multiply(weight, result);
        return result;
    }
}
