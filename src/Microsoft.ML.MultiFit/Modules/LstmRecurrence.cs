using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// The recurrent part of an LSTM layer: (ĩ, f̃, g̃, õ)_t += R·h_{t−1}, c_t = σf̃·c_{t−1} + σĩ·tanh g̃, h_t = σõ·tanh c_t. Every step is one matrix
/// product into the gates' memory and, on the CPU, one fused kernel. The gradient needs a matrix product per step too, but only for what flows back in time:
/// that of R is one product over all steps at the end.
/// </summary>
internal sealed class LstmRecurrence : torch.autograd.SingleTensorFunction<LstmRecurrence>
{
    /// <inheritdoc/>
    public override string Name => nameof(LstmRecurrence);

    /// <summary>Runs a chunk of steps and moves the state on.</summary>
    /// <param name="gates">ĩ, f̃, g̃, õ as far as the input makes them: <c>[batch, time, 4·hidden]</c>, contiguous. Its memory is used up: the caller must not read it again.</param>
    /// <param name="recurrentWeight">R, <c>[4·hidden, hidden]</c>, contiguous.</param>
    /// <param name="cell">The cell state <c>[batch, hidden]</c>: before the first step on entry, after the last on return. No gradient flows through it.</param>
    /// <param name="hidden">The same for the output h.</param>
    /// <param name="mask">1 at tokens, 0 at padding, where the cell keeps its value and h is 0; <c>[batch, time]</c>, contiguous; null for no padding.</param>
    /// <returns>h, <c>[batch, time, hidden]</c>.</returns>
    public static torch.Tensor Run(torch.Tensor gates, torch.Tensor recurrentWeight, torch.Tensor cell, torch.Tensor hidden, torch.Tensor? mask = null)
    {
        long width = cell.shape[1];
        if (gates.shape[2] != 4 * width || cell.shape[0] != gates.shape[0] || !hidden.shape.SequenceEqual(cell.shape) || !recurrentWeight.shape.SequenceEqual([4 * width, width]))
        {
            throw new ArgumentException(
                $"Gates [{string.Join(", ", gates.shape)}] and a recurrent weight [{string.Join(", ", recurrentWeight.shape)}] do not fit a cell state [{string.Join(", ", cell.shape)}].");
        }

        var state = new State(cell, hidden, mask);
        return torch.is_grad_enabled() && (gates.requires_grad || recurrentWeight.requires_grad)
            ? apply(gates, recurrentWeight, state)
            : Compute(gates, recurrentWeight, state).Output;
    }

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        var gates = (torch.Tensor)vars[0];
        var recurrentWeight = (torch.Tensor)vars[1];
        var state = (State)vars[2];
        var startHidden = state.Hidden.clone();
        var (output, cells) = Compute(gates, recurrentWeight, state);
        ctx.save_for_backward([gates, recurrentWeight, startHidden, cells, output]);
        BackwardPass.Prepare(ctx);
        return output;
    }

    /// <inheritdoc/>
    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output) =>
        BackwardPass.Run(ctx, grad_output, argumentCount: 3, () => Gradients(ctx, grad_output));

    private static List<torch.Tensor> Gradients(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        using var gates = saved[0];
        using var recurrentWeight = saved[1];
        using var startHidden = saved[2];
        using var cells = saved[3];
        using var output = saved[4];
        long batch = gates.shape[0], time = gates.shape[1], width = cells.shape[2];
        using var copy = grad_output.clone();     // takes what flows back in time too
        using var outputGradient = copy.contiguous();
        using var cellGradient = torch.zeros(new[] { batch, width }, device: gates.device);
        for (long step = time - 1; step >= 0; step--)
        {
            BackwardStep(gates, cells, outputGradient, cellGradient, step);
            if (step == 0)
                break;
            using var before = outputGradient.select(1, step - 1);
            using var gateGradient = gates.select(1, step);
            before.addmm_(gateGradient, recurrentWeight);
        }

        if (!recurrentWeight.requires_grad)
            return [gates.detach(), null!, null!];

        // dR = Σ over rows and steps of dgates · h of the step before.
        using var firstHidden = startHidden.unsqueeze(1);
        using var laterHidden = output.narrow(1, 0, time - 1);
        using var hiddenBefore = torch.cat([firstHidden, laterHidden], 1);
        using var hiddenRows = hiddenBefore.view(batch * time, width);
        using var gateRows = gates.view(batch * time, 4 * width);
        using var gateColumns = gateRows.t();
        return [gates.detach(), torch.mm(gateColumns, hiddenRows), null!];
    }

    private static (torch.Tensor Output, torch.Tensor Cells) Compute(torch.Tensor gates, torch.Tensor recurrentWeight, State state)
    {
        long batch = gates.shape[0], time = gates.shape[1], width = state.Cell.shape[1];
        var cells = torch.empty(batch, time + 1, width, device: gates.device);
        var output = torch.empty(batch, time, width, device: gates.device);
        using var firstCell = cells.select(1, 0);
        firstCell.copy_(state.Cell);
        using var transposed = recurrentWeight.t();
        for (long step = 0; step < time; step++)
        {
            using var stepGates = gates.select(1, step);
            using var before = step == 0 ? state.Hidden.alias() : output.select(1, step - 1);
            stepGates.addmm_(before, transposed);
            ForwardStep(gates, cells, output, state.Mask, step);
        }

        using var lastCell = cells.select(1, time);
        using var lastHidden = output.select(1, time - 1);
        state.Cell.copy_(lastCell);
        state.Hidden.copy_(lastHidden);
        return (output, cells);
    }

    private static unsafe void ForwardStep(torch.Tensor gates, torch.Tensor cells, torch.Tensor output, torch.Tensor? mask, long step)
    {
        if (!Kernels.ServeProcessor(gates))
        {
            LstmRecurrenceOperations.Forward(gates, cells, output, mask, step);
            return;
        }

        LstmRecurrenceKernel.Forward(
            TensorMemory.Pointer(gates),
            TensorMemory.Pointer(cells),
            TensorMemory.Pointer(output),
            mask is null ? null : TensorMemory.Pointer(mask),
            SizeOf(output),
            (int)step,
            torch.get_num_threads());
    }

    private static unsafe void BackwardStep(torch.Tensor gates, torch.Tensor cells, torch.Tensor outputGradient, torch.Tensor cellGradient, long step)
    {
        if (!Kernels.ServeProcessor(gates))
        {
            LstmRecurrenceOperations.Backward(gates, cells, outputGradient, cellGradient, step);
            return;
        }

        LstmRecurrenceKernel.Backward(
            TensorMemory.Pointer(gates),
            TensorMemory.Pointer(cells),
            TensorMemory.Pointer(outputGradient),
            TensorMemory.Pointer(cellGradient),
            SizeOf(outputGradient),
            (int)step,
            torch.get_num_threads());
    }

    private static LstmRecurrenceSize SizeOf(torch.Tensor output) => new((int)output.shape[0], (int)output.shape[1], (int)output.shape[2]);

    private sealed record State(torch.Tensor Cell, torch.Tensor Hidden, torch.Tensor? Mask);
}
