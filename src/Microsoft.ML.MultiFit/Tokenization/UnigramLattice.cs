namespace Microsoft.ML.MultiFit;

/// <summary>All ways to cut one word into pieces. Reused from word to word; not for several threads.</summary>
internal sealed class UnigramLattice(UnigramCorpus corpus, UnigramPieces pieces, UnigramTrie trie)
{
    /// <summary>Stands for the unknown piece.</summary>
    public const int Unknown = -1;

    private const double UnknownPenalty = 10;

    private readonly double _unknownScore = pieces.Scores.Min() - UnknownPenalty;

    // The edges in the order of their start; those of one start are neighbours.
    private readonly List<(int Start, int End, int Piece, double Score)> _edges = [];
    private double[] _forward = [];
    private double[] _backward = [];
    private double[] _sums = [];
    private int[] _bestEdges = [];
    private int _length;

    /// <summary>Takes a part of the corpus' text.</summary>
    public void Set(int start, int length)
    {
        _length = length;
        _edges.Clear();
        if (_forward.Length <= length)
        {
            int capacity = 2 * (length + 1);
            (_forward, _backward, _sums, _bestEdges) = (new double[capacity], new double[capacity], new double[capacity], new int[capacity]);
        }

        var text = corpus.Text.AsSpan(start, length);
        for (int from = 0; from < length; from++)
        {
            bool hasCharacter = false;
            int node = 0;
            for (int to = from; to < length && text[to] != UnigramCorpus.Boundary && (node = trie.Child(node, text[to])) != 0;)
            {
                to++;
                int piece = trie.Piece(node);
                if (piece < 0)
                    continue;
                _edges.Add((from, to, piece, pieces.Scores[piece]));
                hasCharacter |= to == from + 1;
            }

            if (!hasCharacter)
                _edges.Add((from, from + 1, Unknown, _unknownScore));
        }
    }

    /// <summary>
    /// Adds to <paramref name="expected"/> how often each piece occurs in a random segmentation, times <paramref name="weight"/>.
    /// </summary>
    /// <returns>The log probability of the word, summed over all segmentations.</returns>
    public double AddExpectations(double weight, double[] expected)
    {
        SumForward();
        SumBackward();
        double total = _forward[_length];
        foreach (var (start, end, piece, score) in _edges)
        {
            if (piece != Unknown)
                expected[piece] += weight * Math.Exp(_forward[start] + score + _backward[end] - total);
        }

        return total;
    }

    /// <summary>The most probable segmentation, last piece first.</summary>
    /// <param name="path">Takes the pieces.</param>
    /// <param name="split">Whether the word as one piece is left out.</param>
    /// <returns>Its log probability; −∞ if there is none.</returns>
    public double Best(List<int> path, bool split = false)
    {
        _forward.AsSpan(0, _length + 1).Fill(double.NegativeInfinity);
        _forward[0] = 0;
        for (int i = 0; i < _edges.Count; i++)
        {
            var (start, end, _, score) = _edges[i];
            if (split && end - start == _length)
                continue;
            double candidate = _forward[start] + score;
            if (candidate > _forward[end])
                (_forward[end], _bestEdges[end]) = (candidate, i);
        }

        path.Clear();
        if (double.IsNegativeInfinity(_forward[_length]))
            return double.NegativeInfinity;
        for (int end = _length; end > 0; end = _edges[_bestEdges[end]].Start)
            path.Add(_edges[_bestEdges[end]].Piece);
        return _forward[_length];
    }

    // Both sums keep, for each place, the largest term so far and the sum of all terms relative to it: one exponential per edge.
    private void SumForward()
    {
        _forward.AsSpan(0, _length + 1).Fill(double.NegativeInfinity);
        _sums.AsSpan(0, _length + 1).Clear();
        (_forward[0], _sums[0]) = (0, 1);
        int finished = -1;
        foreach (var (start, end, _, score) in _edges)
        {
            if (start > finished)
            {
                _forward[start] += Math.Log(_sums[start]);
                finished = start;
            }

            Add(_forward, end, _forward[start] + score);
        }

        _forward[_length] += Math.Log(_sums[_length]);
    }

    private void SumBackward()
    {
        _backward.AsSpan(0, _length + 1).Fill(double.NegativeInfinity);
        _sums.AsSpan(0, _length + 1).Clear();
        _backward[_length] = 0;
        for (int i = _edges.Count - 1; i >= 0; i--)
        {
            var (start, end, _, score) = _edges[i];
            Add(_backward, start, _backward[end] + score);
            if (i == 0 || _edges[i - 1].Start != start)
                _backward[start] += Math.Log(_sums[start]);
        }
    }

    private void Add(double[] largest, int place, double term)
    {
        if (term > largest[place])
        {
            _sums[place] = (_sums[place] * Math.Exp(largest[place] - term)) + 1;
            largest[place] = term;
        }
        else
        {
            _sums[place] += Math.Exp(term - largest[place]);
        }
    }
}
