using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>What <see cref="LstmRecurrenceKernel"/> does, by tensor operations, for any device.</summary>
internal static class LstmRecurrenceOperations
{
    private static readonly Scalar s_one = 1f;

    /// <summary>Activates a step's gates in place and computes its cells and outputs.</summary>
    /// <param name="gates"><c>[batch, time, 4·hidden]</c>: ĩ, f̃, g̃, õ of the step before, i, f, g, o after, as they took effect under the mask.</param>
    /// <param name="cells"><c>[batch, time + 1, hidden]</c>: the cells before step t lie at t.</param>
    /// <param name="output"><c>[batch, time, hidden]</c>.</param>
    /// <param name="mask"><c>[batch, time]</c>, 0 at padding, where the cell keeps its value and the output is 0; null when there is none.</param>
    /// <param name="time">The step.</param>
    public static void Forward(torch.Tensor gates, torch.Tensor cells, torch.Tensor output, torch.Tensor? mask, long time)
    {
        using var scope = torch.NewDisposeScope();
        var (i, f, g, o) = Parts(gates, time);
        i.sigmoid_();
        f.sigmoid_();
        g.tanh_();
        o.sigmoid_();
        if (mask?.narrow(1, time, 1) is { } isToken)
        {
            // These gates leave the cell as it is, and all their gradients come out as 0 by themselves.
            i.mul_(isToken);
            f.sub_(s_one).mul_(isToken).add_(s_one);
            g.mul_(isToken);
            o.mul_(isToken);
        }

        var cell = i.mul(g).addcmul_(f, cells.select(1, time), s_one);
        cells.select(1, time + 1).copy_(cell);
        output.select(1, time).copy_(cell.tanh_().mul_(o));
    }

    /// <summary>Turns a step's activated gates in place into the gradients of ĩ, f̃, g̃ and õ.</summary>
    /// <param name="gates"><c>[batch, time, 4·hidden]</c>: i, f, g, o of the step before, their gradients after.</param>
    /// <param name="cells"><c>[batch, time + 1, hidden]</c> as the forward pass left them.</param>
    /// <param name="outputGradient"><c>[batch, time, hidden]</c>, with what later steps add to this one's.</param>
    /// <param name="cellGradient"><c>[batch, hidden]</c>: what the step after adds to the gradient of this step's cell; on return what this one adds.</param>
    /// <param name="time">The step.</param>
    public static void Backward(torch.Tensor gates, torch.Tensor cells, torch.Tensor outputGradient, torch.Tensor cellGradient, long time)
    {
        using var scope = torch.NewDisposeScope();
        var (i, f, g, o) = Parts(gates, time);
        var before = cells.select(1, time);
        var squashed = cells.select(1, time + 1).tanh();
        var gradient = outputGradient.select(1, time);
        cellGradient.addcmul_(gradient.mul(o), Complement(squashed.square()), s_one);
        o.mul_(Complement(o)).mul_(gradient).mul_(squashed);
        var inputGradient = i.mul(Complement(i)).mul_(g).mul_(cellGradient);
        g.copy_(Complement(g.square()).mul_(i).mul_(cellGradient));
        i.copy_(inputGradient);
        var oldShare = cellGradient.mul(f);
        f.copy_(Complement(f).mul_(before).mul_(oldShare));
        cellGradient.copy_(oldShare);
    }

    private static torch.Tensor Complement(torch.Tensor gate) => gate.neg().add_(s_one);

    private static (torch.Tensor Input, torch.Tensor Forget, torch.Tensor Candidate, torch.Tensor Output) Parts(torch.Tensor gates, long time)
    {
        var step = gates.select(1, time);
        long hidden = step.shape[1] / 4;
        torch.Tensor Part(int place) => step.narrow(1, place * hidden, hidden);
        return (Part(0), Part(1), Part(2), Part(3));
    }
}
