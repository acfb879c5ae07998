using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// The recurrent part of a QRNN layer, the pooling of Bradbury et al. (see <see cref="QrnnPooling"/> for the formulas), and its gradient, both in the
/// memory of the gates: on the CPU and on NVIDIA GPUs by a fused kernel, elsewhere by few operations on whole tensors. (TorchSharp's custom functions are
/// for gradients only: without one, releasing their node twice can corrupt memory, so the kernel is then called as it is.)
/// </summary>
internal sealed class QrnnRecurrence : torch.autograd.SingleTensorFunction<QrnnRecurrence>
{
    /// <inheritdoc/>
    public override string Name => nameof(QrnnRecurrence);

    /// <summary>Runs a chunk of steps and moves the state on.</summary>
    /// <param name="gates">z̃, f̃, õ, ĩ, as far as the pooling has them: <c>[batch, time, gates·hidden]</c>, contiguous. Its memory is used up: the caller must not read it again.</param>
    /// <param name="cell">The cell state <c>[batch, hidden]</c>: before the first step on entry, after the last on return. No gradient flows through it.</param>
    /// <param name="pooling">The recurrence.</param>
    /// <param name="mask">1 at tokens, 0 at padding, where the cell keeps its value; <c>[batch, time]</c>, contiguous; null for no padding.</param>
    /// <param name="zoneout">1, or 0 where the cell keeps its value: <c>[batch, time, hidden]</c>, contiguous; null for none.</param>
    /// <returns>h, <c>[batch, time, hidden]</c>.</returns>
    public static torch.Tensor Run(torch.Tensor gates, torch.Tensor cell, QrnnPooling pooling, torch.Tensor? mask = null, torch.Tensor? zoneout = null)
    {
        var state = new State(cell, pooling, mask, zoneout);
        return torch.is_grad_enabled() && gates.requires_grad ? apply(gates, state) : Compute(gates, state).Output;
    }

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        var gates = (torch.Tensor)vars[0];
        var (output, cells) = Compute(gates, (State)vars[1]);
        ctx.save_for_backward([gates, cells]);
        BackwardPass.Prepare(ctx);
        return output;
    }

    /// <inheritdoc/>
    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output) =>
        BackwardPass.Run(ctx, grad_output, argumentCount: 2, () => Gradients(ctx, grad_output));

    private static List<torch.Tensor> Gradients(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        using var gates = saved[0];
        using var cells = saved[1];
        using var outputGradient = grad_output.contiguous();
        var pooling = PoolingOf(gates.shape[2] / cells.shape[2])!.Value;
        if (Kernels.ServeProcessor(gates))
            BackwardHere(pooling, gates, cells, outputGradient);
        else if (!QrnnRecurrenceGpu.TryBackward(pooling, gates, cells, outputGradient))
            QrnnRecurrenceOperations.Backward(pooling, gates, cells, outputGradient);
        return [gates.detach(), null!];
    }

    private static (torch.Tensor Output, torch.Tensor Cells) Compute(torch.Tensor gates, State state)
    {
        long batch = gates.shape[0], time = gates.shape[1], hidden = state.Cell.shape[1];
        if (gates.shape[2] % hidden != 0 || PoolingOf(gates.shape[2] / hidden) != state.Pooling || state.Cell.shape[0] != batch)
            throw new ArgumentException($"Gates [{string.Join(", ", gates.shape)}] do not fit a cell state [{string.Join(", ", state.Cell.shape)}] and {state.Pooling}-pooling.");
        var cells = torch.empty(batch, time + 1, hidden, device: gates.device);
        var output = torch.empty(batch, time, hidden, device: gates.device);
        using var first = cells.select(1, 0);
        first.copy_(state.Cell);
        if (Kernels.ServeProcessor(gates))
            ForwardHere(gates, cells, output, state);
        else if (!QrnnRecurrenceGpu.TryForward(state.Pooling, gates, cells, output, state.Mask, state.Zoneout))
            QrnnRecurrenceOperations.Forward(state.Pooling, gates, cells, output, state.Mask, state.Zoneout);
        using var last = cells.select(1, time);
        state.Cell.copy_(last);
        return (output, cells);
    }

    private static unsafe void ForwardHere(torch.Tensor gates, torch.Tensor cells, torch.Tensor output, State state)
    {
        QrnnRecurrenceKernel.Forward(
            state.Pooling,
            TensorMemory.Pointer(gates),
            TensorMemory.Pointer(cells),
            TensorMemory.Pointer(output),
            state.Mask is null ? null : TensorMemory.Pointer(state.Mask),
            state.Zoneout is null ? null : TensorMemory.Pointer(state.Zoneout),
            SizeOf(output),
            torch.get_num_threads());
        GC.KeepAlive(state);
    }

    private static unsafe void BackwardHere(QrnnPooling pooling, torch.Tensor gates, torch.Tensor cells, torch.Tensor outputGradient) =>
        QrnnRecurrenceKernel.Backward(
            pooling,
            TensorMemory.Pointer(gates),
            TensorMemory.Pointer(cells),
            TensorMemory.Pointer(outputGradient),
            SizeOf(outputGradient),
            torch.get_num_threads());

    private static QrnnRecurrenceSize SizeOf(torch.Tensor output) => new((int)output.shape[0], (int)output.shape[1], (int)output.shape[2]);

    private static QrnnPooling? PoolingOf(long gateCount) => gateCount switch { 2 => QrnnPooling.F, 3 => QrnnPooling.Fo, 4 => QrnnPooling.Ifo, _ => null };

    private sealed record State(torch.Tensor Cell, QrnnPooling Pooling, torch.Tensor? Mask, torch.Tensor? Zoneout);
}
