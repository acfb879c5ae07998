namespace Microsoft.ML.MultiFit;

/// <summary>All ways to cut a text into the pieces of a unigram model: the pieces at each place.</summary>
internal sealed class SegmentationLattice
{
    private readonly LatticeEdge[] _edges;
    private readonly int[] _firsts;

    /// <param name="length">Bytes of the text.</param>
    /// <param name="edges">The pieces, those first that begin first. Every character begins one, and every character ends one.</param>
    public SegmentationLattice(int length, ReadOnlySpan<LatticeEdge> edges)
    {
        _firsts = new int[length + 2];
        foreach (var edge in edges)
            _firsts[edge.End + 1]++;
        for (int place = 1; place < _firsts.Length; place++)
            _firsts[place] += _firsts[place - 1];
        _edges = new LatticeEdge[edges.Length];
        int[] next = [.. _firsts];
        foreach (var edge in edges)
            _edges[next[edge.End]++] = edge;
        Length = length;
    }

    /// <summary>Bytes of the text.</summary>
    public int Length { get; }

    /// <summary>The pieces that end at a place, those first that begin first: the longest.</summary>
    public ReadOnlySpan<LatticeEdge> EndingAt(int place) => _edges.AsSpan(_firsts[place].._firsts[place + 1]);
}
