using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// What <see cref="QrnnRecurrenceKernel"/> does, by tensor operations, for any device. The steps are not taken one by one: pairs of them are joined, then
/// pairs of pairs (Hillis and Steele 1986), so that log₂ of the steps in operations on whole batches do it. Nothing is divided, so closed gates do no harm.
/// </summary>
internal static class QrnnRecurrenceOperations
{
    private static readonly Scalar s_one = 1f;

    /// <summary>Activates the gates in place and computes cells and outputs.</summary>
    /// <param name="pooling">The recurrence.</param>
    /// <param name="gates"><c>[batch, time, gates·hidden]</c>: z̃, f̃, õ, ĩ before, z, f, o, i after, as they took effect under mask and zoneout.</param>
    /// <param name="cells"><c>[batch, time + 1, hidden]</c>: step 0 is given, the others are computed.</param>
    /// <param name="output"><c>[batch, time, hidden]</c>.</param>
    /// <param name="mask"><c>[batch, time]</c>, 0 at padding, where the cell keeps its value; null when there is none.</param>
    /// <param name="zoneout"><c>[batch, time, hidden]</c>, 1, or 0 where the cell keeps its value; null when there is none.</param>
    public static void Forward(QrnnPooling pooling, torch.Tensor gates, torch.Tensor cells, torch.Tensor output, torch.Tensor? mask, torch.Tensor? zoneout)
    {
        using var scope = torch.NewDisposeScope();
        long time = output.shape[1];
        var (z, f, o, i) = Parts(pooling, gates, output.shape[2]);
        z.tanh_();
        f.sigmoid_();
        o?.sigmoid_();
        i?.sigmoid_();
        foreach (var update in new[] { mask?.unsqueeze(2), zoneout }.OfType<torch.Tensor>())
        {
            // With an input gate the forget gate weighs the old value: where nothing is updated it becomes 1.
            if (i is null)
                f.mul_(update);
            else
                f.sub_(s_one).mul_(update).add_(s_one);
            i?.mul_(update);
        }

        var kept = i is null ? f.neg().add_(s_one) : f.clone();
        var sums = z.mul(i ?? f);
        sums.select(1, 0).addcmul_(kept.select(1, 0), cells.select(1, 0), s_one);
        Accumulate(kept, sums, forwards: true);
        cells.narrow(1, 1, time).copy_(sums);
        output.copy_(o is null ? sums : sums.mul_(o));
    }

    /// <summary>Turns the activated gates in place into the gradients of z̃, f̃, õ, ĩ.</summary>
    /// <param name="pooling">The recurrence.</param>
    /// <param name="gates"><c>[batch, time, gates·hidden]</c>: as the forward pass left them before, their gradients after.</param>
    /// <param name="cells"><c>[batch, time + 1, hidden]</c> as the forward pass left them.</param>
    /// <param name="outputGradient"><c>[batch, time, hidden]</c>.</param>
    public static void Backward(QrnnPooling pooling, torch.Tensor gates, torch.Tensor cells, torch.Tensor outputGradient)
    {
        using var scope = torch.NewDisposeScope();
        long time = outputGradient.shape[1];
        var (z, f, o, i) = Parts(pooling, gates, outputGradient.shape[2]);
        var before = cells.narrow(1, 0, time);
        var kept = i is null ? Complement(f) : f;
        var cellGradient = o is null ? outputGradient.clone() : outputGradient.mul(o);
        o?.mul_(Complement(o)).mul_(outputGradient).mul_(cells.narrow(1, 1, time));
        var keptLater = torch.zeros_like(kept);
        keptLater.narrow(1, 0, time - 1).copy_(kept.narrow(1, 1, time - 1));
        Accumulate(keptLater, cellGradient, forwards: false);
        var oldShare = cellGradient.mul(kept);
        var newShare = cellGradient.mul(i ?? f);
        if (i is null)
        {
            f.mul_(oldShare).mul_(z.sub(before));
        }
        else
        {
            f.copy_(oldShare.mul(Complement(f)).mul_(before));
            i.copy_(newShare.mul(Complement(i)).mul_(z));
        }

        z.copy_(Complement(z.square()).mul_(newShare));
    }

    /// <summary>
    /// s_t ← s_t + k_t·s_{t−1} for one t after the other (or, backwards, s_{t+1} from the last on), by doubling: after the round of distance d every s
    /// holds what 2d steps add to it, and k the factor of what is further away.
    /// </summary>
    private static void Accumulate(torch.Tensor factors, torch.Tensor sums, bool forwards)
    {
        long time = sums.shape[1];
        for (long distance = 1; distance < time; distance *= 2)
        {
            using var scope = torch.NewDisposeScope();
            long count = time - distance;
            var (here, there) = forwards ? (distance, 0L) : (0L, distance);
            var factor = factors.narrow(1, here, count);
            var added = factor.mul(sums.narrow(1, there, count));
            sums.narrow(1, here, count).add_(added);
            factor.copy_(factor.mul(factors.narrow(1, there, count)));
        }
    }

    private static torch.Tensor Complement(torch.Tensor gate) => gate.neg().add_(s_one);

    private static (torch.Tensor Candidate, torch.Tensor Forget, torch.Tensor? Output, torch.Tensor? Input) Parts(QrnnPooling pooling, torch.Tensor gates, long hidden)
    {
        torch.Tensor Part(int place) => gates.narrow(2, place * hidden, hidden);
        return (Part(0), Part(1), pooling == QrnnPooling.F ? null : Part(2), pooling == QrnnPooling.Ifo ? Part(3) : null);
    }
}
