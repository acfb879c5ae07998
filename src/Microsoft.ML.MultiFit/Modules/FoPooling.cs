using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// The recurrent part of a QRNN layer: z = tanh z̃, f = σ f̃, o = σ õ, c_t = f_t·z_t + (1 − f_t)·c_{t−1}, h_t = o_t·c_t (f weighs the new value).
/// On the CPU one fused kernel does it, and its gradient, in the memory of the gates. (TorchSharp's custom functions are for gradients only: without
/// one, releasing their node twice can corrupt memory, so the kernel is then called as it is.)
/// </summary>
internal sealed class FoPooling : torch.autograd.SingleTensorFunction<FoPooling>
{
    /// <inheritdoc/>
    public override string Name => nameof(FoPooling);

    /// <summary>Pools a chunk of steps and moves the state on.</summary>
    /// <param name="gates">z̃, f̃, õ as <c>[batch, time, 3·hidden]</c>, contiguous. Its memory is used up: the caller must not read it again.</param>
    /// <param name="cell">The cell state <c>[batch, hidden]</c>: before the first step on entry, after the last on return. No gradient flows through it.</param>
    /// <param name="mask">1 at tokens, 0 at padding, where the cell keeps its value; <c>[batch, time]</c>, contiguous; null for no padding.</param>
    /// <returns>h, <c>[batch, time, hidden]</c>.</returns>
    public static torch.Tensor Pool(torch.Tensor gates, torch.Tensor cell, torch.Tensor? mask)
    {
        if (gates.device_type != DeviceType.CPU)
            return PoolStepByStep(gates, cell, mask);
        var state = new State(cell, mask);
        return torch.is_grad_enabled() && gates.requires_grad ? apply(gates, state) : Compute(gates, state).Output;
    }

    /// <summary>The same by one small tensor operation after the other, for any device. Leaves the gates as they are.</summary>
    internal static torch.Tensor PoolStepByStep(torch.Tensor gates, torch.Tensor cell, torch.Tensor? mask)
    {
        long hidden = cell.shape[1];
        var candidate = gates.narrow(2, 0, hidden).tanh();
        var forget = gates.narrow(2, hidden, hidden).sigmoid();
        var output = gates.narrow(2, 2 * hidden, hidden).sigmoid();
        if (mask is not null)
            forget = forget.mul(mask.unsqueeze(2));
        var cells = new torch.Tensor[gates.shape[1]];
        var current = cell.clone();
        for (int time = 0; time < cells.Length; time++)
        {
            current = current.lerp(candidate.select(1, time), forget.select(1, time));
            cells[time] = current;
        }

        cell.copy_(current.detach());
        return torch.stack(cells, 1).mul(output);
    }

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        var gates = (torch.Tensor)vars[0];
        var (output, cells) = Compute(gates, (State)vars[1]);
        ctx.save_for_backward([gates, cells]);
        return output;
    }

    /// <inheritdoc/>
    public override unsafe List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        using var gates = saved[0];
        using var cells = saved[1];
        using var outputGradient = grad_output.contiguous();
        var size = new FoPoolingSize((int)gates.shape[0], (int)gates.shape[1], (int)cells.shape[2]);
        FoPoolingKernel.Backward(
            TensorMemory.Pointer(gates), TensorMemory.Pointer(cells), TensorMemory.Pointer(outputGradient), size, torch.get_num_threads());
        return [gates.detach(), null!];
    }

    private static unsafe (torch.Tensor Output, torch.Tensor Cells) Compute(torch.Tensor gates, State state)
    {
        var size = new FoPoolingSize((int)gates.shape[0], (int)gates.shape[1], (int)state.Cell.shape[1]);
        if (gates.shape[2] != 3 * size.Hidden || state.Cell.shape[0] != size.Batch)
            throw new ArgumentException($"Gates [{string.Join(", ", gates.shape)}] do not fit a cell state [{string.Join(", ", state.Cell.shape)}].");
        var cells = torch.empty(size.Batch, size.Time + 1, size.Hidden);
        var output = torch.empty(size.Batch, size.Time, size.Hidden);
        Span<float> carried = TensorMemory.Floats(state.Cell);
        Span<float> steps = TensorMemory.Floats(cells);
        for (int row = 0; row < size.Batch; row++)
            Row(carried, row, 1, size.Hidden).CopyTo(Row(steps, row, size.Time + 1, size.Hidden));
        FoPoolingKernel.Forward(
            TensorMemory.Pointer(gates),
            TensorMemory.Pointer(cells),
            TensorMemory.Pointer(output),
            state.Mask is null ? null : TensorMemory.Pointer(state.Mask),
            size,
            torch.get_num_threads());
        for (int row = 0; row < size.Batch; row++)
            Row(steps[(size.Time * size.Hidden)..], row, size.Time + 1, size.Hidden).CopyTo(Row(carried, row, 1, size.Hidden));
        GC.KeepAlive(state);
        return (output, cells);
    }

    /// <summary>Row <paramref name="row"/> of <c>[rows, steps, hidden]</c>, its first step.</summary>
    private static Span<float> Row(Span<float> values, int row, int steps, int hidden) => values.Slice(row * steps * hidden, hidden);

    private sealed record State(torch.Tensor Cell, torch.Tensor? Mask);
}
