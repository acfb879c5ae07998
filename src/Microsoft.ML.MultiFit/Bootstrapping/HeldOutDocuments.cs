namespace Microsoft.ML.MultiFit;

/// <summary>
/// Draws the documents that choose the best epoch: of every class the same share. Documents stand in an order that depends on seed and number alone, and each class
/// gives its first ones, so that rounds whose labels differ a little hold nearly the same documents out.
/// </summary>
internal sealed class HeldOutDocuments
{
    private readonly int[] _order;
    private readonly double _share;

    /// <param name="documentCount">Documents in all.</param>
    /// <param name="share">The share of each class, in [0, 1).</param>
    /// <param name="seed">Seed of the order.</param>
    public HeldOutDocuments(int documentCount, double share, int seed)
    {
        _share = share;
        _order = [.. Enumerable.Range(0, documentCount)];
        new Random(seed).Shuffle(_order);
    }

    /// <summary>The held-out ones of some documents.</summary>
    /// <param name="selected">Places of the documents that are used.</param>
    /// <param name="classOf">A used document's class.</param>
    public HashSet<int> Of(IEnumerable<int> selected, Func<int, int> classOf)
    {
        var used = selected.ToHashSet();
        return [.. _order.Where(used.Contains).GroupBy(classOf).SelectMany(documents => documents.Take((int)(_share * documents.Count())))];
    }
}
