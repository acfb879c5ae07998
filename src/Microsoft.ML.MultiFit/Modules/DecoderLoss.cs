using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Decoder and cross entropy in one. A batch's scores (rows × vocabulary) are the largest thing in training; here they exist for a few hundred
/// rows at a time: their loss and gradient are taken at once, and <c>backward</c> only hands on what the forward pass summed up.
/// </summary>
internal sealed class DecoderLoss : torch.autograd.SingleTensorFunction<DecoderLoss>
{
    /// <summary>Scores alive at once: 32 MB, about what the second-level caches and the allocator like.</summary>
    private const int ScoresPerChunk = 1 << 23;

    /// <inheritdoc/>
    public override string Name => nameof(DecoderLoss);

    /// <summary>hidden <c>[rows, embedding]</c>, weight <c>[vocabulary, embedding]</c>, bias <c>[vocabulary]</c>, <see cref="Prediction"/> → loss.</summary>
    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        var hidden = (torch.Tensor)vars[0];
        var weight = (torch.Tensor)vars[1];
        var bias = (torch.Tensor)vars[2];
        var prediction = (Prediction)vars[3];
        int rows = (int)hidden.shape[0];
        int vocabulary = (int)weight.shape[0];
        if (rows != prediction.Targets.Length || hidden.shape[1] != weight.shape[1])
            throw new ArgumentException($"{prediction.Targets.Length} targets and a decoder of width {weight.shape[1]} do not fit states [{string.Join(", ", hidden.shape)}].");
        int chunkRows = Math.Clamp(ScoresPerChunk / vocabulary, 1, rows);
        var kernel = new SoftmaxKernel(prediction, vocabulary, torch.get_num_threads());
        torch.Tensor? hiddenGradient = prediction.NeedsGradient ? torch.empty(new long[] { rows, hidden.shape[1] }) : null;
        torch.Tensor? weightGradient = prediction.NeedsGradient ? torch.zeros(weight.shape) : null;
        torch.Tensor? biasGradient = prediction.NeedsGradient ? torch.zeros(bias.shape) : null;
        for (int start = 0; start < rows; start += chunkRows)
        {
            using var scope = torch.NewDisposeScope();
            int count = Math.Min(chunkRows, rows - start);
            var chunk = hidden.narrow(0, start, count);
            var scores = torch.mm(chunk, weight.t());
            kernel.Run(scores, bias, start, count);
            if (hiddenGradient is not null && weightGradient is not null && biasGradient is not null)
            {
                hiddenGradient.narrow(0, start, count).copy_(torch.mm(scores, weight));
                weightGradient.addmm_(scores.t(), chunk);
                biasGradient.add_(scores.sum(dim: 0));
            }
        }

        prediction.RightCount = kernel.RightCount;
        if (hiddenGradient is not null && weightGradient is not null && biasGradient is not null)
            ctx.save_for_backward([hiddenGradient, weightGradient, biasGradient]);
        return torch.tensor((float)kernel.Loss);
    }

    /// <inheritdoc/>
    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        // The loss is nearly always back-propagated as it is; then nothing needs to be copied.
        bool scaled = grad_output.item<float>() != 1;
        var gradients = new List<torch.Tensor>();
        foreach (var saved in ctx.get_saved_variables())
        {
            gradients.Add(scaled ? saved.mul(grad_output) : saved.detach());
            saved.Dispose();
        }

        return [.. gradients, null!];
    }

    /// <summary>What is to be predicted, and what came of it.</summary>
    /// <param name="Targets">The right piece of every row; −1 for none.</param>
    /// <param name="Smoothing">ε of label smoothing.</param>
    /// <param name="NeedsGradient">False where <c>backward</c> will not be called.</param>
    internal sealed record Prediction(int[] Targets, double Smoothing, bool NeedsGradient)
    {
        /// <summary>Rows whose highest score was the target's.</summary>
        public int RightCount { get; set; }
    }
}
