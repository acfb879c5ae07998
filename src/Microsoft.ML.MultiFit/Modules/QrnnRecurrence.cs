using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// The recurrent part of a QRNN layer, the pooling of Bradbury et al. (see <see cref="QrnnPooling"/> for the formulas). On the CPU one fused kernel does
/// it, and its gradient, in the memory of the gates. (TorchSharp's custom functions are for gradients only: without one, releasing their node twice
/// can corrupt memory, so the kernel is then called as it is.)
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
        if (gates.device_type != DeviceType.CPU)
            return RunStepByStep(gates, cell, pooling, mask, zoneout);
        var state = new State(cell, pooling, mask, zoneout);
        return torch.is_grad_enabled() && gates.requires_grad ? apply(gates, state) : Compute(gates, state).Output;
    }

    /// <summary>The same by one small tensor operation after the other, for any device. Leaves the gates as they are.</summary>
    internal static torch.Tensor RunStepByStep(torch.Tensor gates, torch.Tensor cell, QrnnPooling pooling, torch.Tensor? mask, torch.Tensor? zoneout)
    {
        long hidden = cell.shape[1];
        var candidate = gates.narrow(2, 0, hidden).tanh();
        var forget = gates.narrow(2, hidden, hidden).sigmoid();
        var input = pooling == QrnnPooling.Ifo ? gates.narrow(2, 3 * hidden, hidden).sigmoid().mul(candidate) : null;
        var update = (mask?.unsqueeze(2), zoneout) switch
        {
            (null, _) => zoneout,
            (var tokens, null) => tokens,
            (var tokens, _) => zoneout.mul(tokens),
        };
        if (update is not null)
        {
            // With an input gate the forget gate weighs the old value: where nothing is updated it becomes 1.
            forget = input is null ? forget.mul(update) : torch.ones_like(forget).lerp(forget, update.expand_as(forget));
            input = input?.mul(update);
        }

        var cells = new torch.Tensor[gates.shape[1]];
        var current = cell.clone();
        for (int time = 0; time < cells.Length; time++)
        {
            current = input is null
                ? current.lerp(candidate.select(1, time), forget.select(1, time))
                : current.mul(forget.select(1, time)).add(input.select(1, time));
            cells[time] = current;
        }

        cell.copy_(current.detach());
        var all = torch.stack(cells, 1);
        return pooling == QrnnPooling.F ? all : all.mul(gates.narrow(2, 2 * hidden, hidden).sigmoid());
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
        var size = new QrnnRecurrenceSize((int)gates.shape[0], (int)gates.shape[1], (int)cells.shape[2]);
        QrnnRecurrenceKernel.Backward(
            PoolingOf((int)gates.shape[2] / size.Hidden),
            TensorMemory.Pointer(gates),
            TensorMemory.Pointer(cells),
            TensorMemory.Pointer(outputGradient),
            size,
            torch.get_num_threads());
        return [gates.detach(), null!];
    }

    private static unsafe (torch.Tensor Output, torch.Tensor Cells) Compute(torch.Tensor gates, State state)
    {
        var size = new QrnnRecurrenceSize((int)gates.shape[0], (int)gates.shape[1], (int)state.Cell.shape[1]);
        if (gates.shape[2] % size.Hidden != 0 || PoolingOf((int)gates.shape[2] / size.Hidden) != state.Pooling || state.Cell.shape[0] != size.Batch)
            throw new ArgumentException($"Gates [{string.Join(", ", gates.shape)}] do not fit a cell state [{string.Join(", ", state.Cell.shape)}] and {state.Pooling}-pooling.");
        var cells = torch.empty(size.Batch, size.Time + 1, size.Hidden);
        var output = torch.empty(size.Batch, size.Time, size.Hidden);
        Span<float> carried = TensorMemory.Floats(state.Cell);
        Span<float> steps = TensorMemory.Floats(cells);
        for (int row = 0; row < size.Batch; row++)
            Row(carried, row, 1, size.Hidden).CopyTo(Row(steps, row, size.Time + 1, size.Hidden));
        QrnnRecurrenceKernel.Forward(
            state.Pooling,
            TensorMemory.Pointer(gates),
            TensorMemory.Pointer(cells),
            TensorMemory.Pointer(output),
            state.Mask is null ? null : TensorMemory.Pointer(state.Mask),
            state.Zoneout is null ? null : TensorMemory.Pointer(state.Zoneout),
            size,
            torch.get_num_threads());
        for (int row = 0; row < size.Batch; row++)
            Row(steps[(size.Time * size.Hidden)..], row, size.Time + 1, size.Hidden).CopyTo(Row(carried, row, 1, size.Hidden));
        GC.KeepAlive(state);
        return (output, cells);
    }

    private static QrnnPooling? PoolingOf(int gateCount) => gateCount switch { 2 => QrnnPooling.F, 3 => QrnnPooling.Fo, 4 => QrnnPooling.Ifo, _ => null };

    /// <summary>Row <paramref name="row"/> of <c>[rows, steps, hidden]</c>, its first step.</summary>
    private static Span<float> Row(Span<float> values, int row, int steps, int hidden) => values.Slice(row * steps * hidden, hidden);

    private sealed record State(torch.Tensor Cell, QrnnPooling Pooling, torch.Tensor? Mask, torch.Tensor? Zoneout);
}
