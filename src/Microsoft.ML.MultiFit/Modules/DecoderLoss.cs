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

    /// <summary>The mean cross entropy, a scalar.</summary>
    /// <param name="hidden"><c>[rows, embedding]</c>.</param>
    /// <param name="weight"><c>[vocabulary, embedding]</c>.</param>
    /// <param name="bias"><c>[vocabulary]</c>.</param>
    /// <param name="prediction">What is to be predicted; takes up how much of it was right.</param>
    public static torch.Tensor Of(torch.Tensor hidden, torch.Tensor weight, torch.Tensor bias, Prediction prediction) =>
        prediction.NeedsGradient ? apply(hidden, weight, bias, prediction) : Compute(hidden, weight, bias, prediction).Loss;

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        var (loss, gradients) = Compute((torch.Tensor)vars[0], (torch.Tensor)vars[1], (torch.Tensor)vars[2], (Prediction)vars[3]);
        ctx.save_for_backward(gradients);
        BackwardPass.Prepare(ctx);
        return loss;
    }

    /// <inheritdoc/>
    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output) =>
        BackwardPass.Run(ctx, grad_output, argumentCount: 4, () => Gradients(ctx, grad_output));

    private static List<torch.Tensor> Gradients(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
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

    private static (torch.Tensor Loss, List<torch.Tensor> Gradients) Compute(torch.Tensor hidden, torch.Tensor weight, torch.Tensor bias, Prediction prediction)
    {
        int rows = (int)hidden.shape[0];
        int vocabulary = (int)weight.shape[0];
        if (rows != prediction.Targets.Length || hidden.shape[1] != weight.shape[1])
            throw new ArgumentException($"{prediction.Targets.Length} targets and a decoder of width {weight.shape[1]} do not fit states [{string.Join(", ", hidden.shape)}].");
        int chunkRows = Math.Clamp(ScoresPerChunk / vocabulary, 1, rows);
        IRowLoss rowLoss = Kernels.ServeProcessor(hidden)
            ? new SoftmaxKernel(prediction, vocabulary, torch.get_num_threads())
            : new SoftmaxOperations(prediction, vocabulary, hidden.device);
        List<torch.Tensor> gradients = prediction.NeedsGradient ? [torch.zeros_like(hidden), torch.zeros_like(weight), torch.zeros_like(bias)] : [];
        bool rounds = prediction.NeedsGradient && LinearMap.Rounds(prediction.Precision, hidden, weight);
        var type = rounds ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32;
        using var factors = weight.to(type);
        for (int start = 0; start < rows; start += chunkRows)
        {
            using var scope = torch.NewDisposeScope();
            int count = Math.Min(chunkRows, rows - start);
            var chunk = hidden.narrow(0, start, count).to(type);
            var scores = torch.mm(chunk, factors.t()).@float();
            rowLoss.Run(scores, bias, start, count);
            if (prediction.NeedsGradient)
            {
                var given = scores.to(type);
                gradients[0].narrow(0, start, count).copy_(torch.mm(given, factors));
                AddProduct(gradients[1], given.t(), chunk);
                gradients[2].add_(scores.sum(dim: 0));
            }
        }

        prediction.RightCount = rowLoss.RightCount;
        return (torch.tensor((float)rowLoss.Loss, device: hidden.device), gradients);
    }

    /// <summary>Adds left·right to a sum of 32-bit floats; in one go if they are such, too.</summary>
    private static void AddProduct(torch.Tensor sum, torch.Tensor left, torch.Tensor right)
    {
        if (left.dtype == sum.dtype)
            sum.addmm_(left, right);
        else
            sum.add_(torch.mm(left, right));
    }

    /// <summary>What is to be predicted, and what came of it.</summary>
    /// <param name="Targets">The right piece of every row; −1 for none.</param>
    /// <param name="Smoothing">ε of label smoothing.</param>
    /// <param name="NeedsGradient">False where <c>backward</c> will not be called.</param>
    /// <param name="Precision">Of the matrix products, if the gradient is needed.</param>
    internal sealed record Prediction(int[] Targets, double Smoothing, bool NeedsGradient, MatrixPrecision Precision = MatrixPrecision.Single)
    {
        /// <summary>Rows whose highest score was the target's.</summary>
        public int RightCount { get; set; }

        /// <summary>Rows with a target.</summary>
        /// <exception cref="ArgumentException">There are none, or one is not a class.</exception>
        public int CountTargets(int classCount)
        {
            int count = Targets.Count(target => target >= 0);
            if (count == 0)
                throw new ArgumentException("A batch without a single piece to predict has no loss.");
            if (Targets.Any(target => target >= classCount))
                throw new ArgumentException($"A piece to predict is not below {classCount}.");
            return count;
        }
    }
}
