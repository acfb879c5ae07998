namespace Microsoft.ML.MultiFit;

/// <summary>
/// Finds the best segmentations of a lattice one after the other: A* from the end of the text, with the best score up to each place as the bound, which is exact
/// (Nagata 1994).
/// </summary>
internal sealed class NBestSearch
{
    // The reference's limits: so many hypotheses are too many, and as many are then kept at most; so many for each segmentation that is sought.
    private const int MaxHypotheses = 10_000;
    private const int MaxKept = 512;
    private const int KeptPerResult = 10;

    private readonly SegmentationLattice _lattice;
    private readonly float[] _best;

    public NBestSearch(SegmentationLattice lattice)
    {
        _lattice = lattice;
        _best = new float[lattice.Length + 1];
        for (int place = 1; place <= lattice.Length; place++)
        {
            _best[place] = float.NegativeInfinity;
            foreach (var edge in lattice.EndingAt(place))
                _best[place] = Math.Max(_best[place], Best(edge));
        }
    }

    /// <summary>The score of the best segmentation.</summary>
    public float BestScore => _best[_lattice.Length];

    /// <summary>The best segmentations, fewer than <paramref name="count"/> if there are not so many. Where pieces tie very often, some may be passed over.</summary>
    public IReadOnlyList<(IReadOnlyList<LatticeEdge> Path, float Score)> Find(int count)
    {
        var found = new List<(IReadOnlyList<LatticeEdge>, float)>();
        var heap = new HypothesisHeap();
        int end = _lattice.Length;
        heap.Push(new Hypothesis(new LatticeEdge(end, end, -1, 0), null, 0, BestScore));
        while (heap.Count > 0 && found.Count < count)
        {
            var top = heap.Pop();
            if (top.First.Start < 0)
            {
                found.Add((PathOf(top), top.Bound));
                continue;
            }

            if (top.First.Start == 0)
                heap.Push(new Hypothesis(new LatticeEdge(-1, 0, -1, 0), top, top.Score, top.Score));
            foreach (var edge in _lattice.EndingAt(top.First.Start))
                heap.Push(new Hypothesis(edge, top, edge.Score + top.Score, Best(edge) + top.Score));
            if (heap.Count >= MaxHypotheses)
                heap = KeepBest(heap, Math.Min(MaxKept, KeptPerResult * count));
        }

        return found;
    }

    private float Best(LatticeEdge last) => _best[last.Start] + last.Score;

    private static HypothesisHeap KeepBest(HypothesisHeap heap, int count)
    {
        var kept = new HypothesisHeap();
        for (int i = 0; i < count; i++)
            kept.Push(heap.Pop());
        return kept;
    }

    private static IReadOnlyList<LatticeEdge> PathOf(Hypothesis whole)
    {
        var path = new List<LatticeEdge>();
        for (var rest = whole.Rest!; rest.Rest is not null; rest = rest.Rest)
            path.Add(rest.First);
        return path;
    }
}
