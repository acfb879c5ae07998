using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>A document's vector: [last step, maximum, mean] over its steps, in the authors' order.</summary>
internal static class ConcatPooling
{
    private static readonly Scalar s_lowest = float.MinValue;

    /// <summary>Pools over time.</summary>
    /// <param name="hidden"><c>[batch, time, hidden]</c>, padding in front.</param>
    /// <param name="mask"><c>[batch, time]</c>: 1 at tokens, 0 at padding; null for no padding. Every row has a token.</param>
    /// <returns><c>[batch, 3·hidden]</c>.</returns>
    public static torch.Tensor Pool(torch.Tensor hidden, torch.Tensor? mask)
    {
        var last = hidden.select(1, hidden.shape[1] - 1);
        if (mask is null)
            return torch.cat([last, hidden.max(1).values, hidden.mean([1])], 1);
        var weights = mask.unsqueeze(2);                                                  // [batch, time, 1]
        var highest = hidden.masked_fill(weights.eq(torch.zeros_like(weights)), s_lowest).max(1).values;
        var mean = hidden.mul(weights).sum(1).div(weights.sum(1));
        return torch.cat([last, highest, mean], 1);
    }
}
