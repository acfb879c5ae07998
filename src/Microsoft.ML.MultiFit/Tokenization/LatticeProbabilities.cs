namespace Microsoft.ML.MultiFit;

/// <summary>
/// The segmentations of a lattice as a distribution: each as probable as the exponential of its score times α, divided by the sum over all (Kudo 2018,
/// section 3.2). Computed in single precision in the reference's order, so that the same seed gives the same samples as there.
/// </summary>
internal sealed class LatticeProbabilities
{
    // Beyond this difference the smaller summand is lost.
    private const float NegligibleDifference = 50;

    private readonly SegmentationLattice _lattice;
    private readonly float _alpha;
    // The logarithm of the sum over the segmentations of the text up to each place.
    private readonly float[] _sums;

    /// <param name="lattice">Scores of the pieces.</param>
    /// <param name="alpha">How much the scores count: 0 makes all segmentations alike, 1 takes the model's probabilities.</param>
    public LatticeProbabilities(SegmentationLattice lattice, float alpha)
    {
        _lattice = lattice;
        _alpha = alpha;
        _sums = new float[lattice.Length + 1];
        for (int place = 1; place <= lattice.Length; place++)
        {
            var edges = lattice.EndingAt(place);
            for (int i = 0; i < edges.Length; i++)
            {
                float term = (alpha * edges[i].Score) + _sums[edges[i].Start];
                _sums[place] = i == 0 ? term : LogOfSum(_sums[place], term);
            }
        }
    }

    /// <summary>Draws a segmentation: its pieces from the last one on, each by its share of the segmentations that end with it.</summary>
    /// <returns>The pieces from first to last.</returns>
    public IReadOnlyList<LatticeEdge> Sample(MersenneTwister random)
    {
        var path = new List<LatticeEdge>();
        var weights = new List<float>();
        for (int place = _lattice.Length; place > 0; place = path[^1].Start)
        {
            var edges = _lattice.EndingAt(place);
            weights.Clear();
            foreach (var edge in edges)
                weights.Add((float)Math.Exp(LogShare(edge)));
            path.Add(edges[random.Choose(weights)]);
        }

        path.Reverse();
        return path;
    }

    /// <summary>The entropy of the distribution, in nats.</summary>
    public float Entropy()
    {
        var negated = new float[_lattice.Length + 1];
        for (int place = 1; place <= _lattice.Length; place++)
        {
            foreach (var edge in _lattice.EndingAt(place))
                negated[place] += MathF.Exp(LogShare(edge)) * (negated[edge.Start] + LogShare(edge));
        }

        return 0 - negated[_lattice.Length];
    }

    /// <summary>The logarithm of the share that an edge has of the segmentations up to its end.</summary>
    private float LogShare(LatticeEdge edge) => _sums[edge.Start] + (_alpha * edge.Score) - _sums[edge.End];

    private static float LogOfSum(float one, float other)
    {
        var (smaller, larger) = one < other ? (one, other) : (other, one);
        return larger > smaller + NegligibleDifference ? larger : (float)(larger + Math.Log(Math.Exp(smaller - larger) + 1));
    }
}
