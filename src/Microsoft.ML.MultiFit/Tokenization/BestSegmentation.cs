namespace Microsoft.ML.MultiFit;

/// <summary>The most probable way to cut a part of the text into pieces. Reused; not for several threads.</summary>
/// <param name="edges">The pieces at each place.</param>
/// <param name="pieces">Score and length of each piece.</param>
/// <param name="longest">Characters of the longest part.</param>
internal sealed class BestSegmentation(PieceEdges edges, (float Score, int Length)[] pieces, int longest)
{
    private readonly float[] _best = new float[longest + 1];
    private readonly int[] _bestPieces = new int[longest + 1];
    private readonly List<int> _path = [];

    /// <summary>The pieces found, the last one first.</summary>
    public IReadOnlyList<int> Pieces => _path;

    /// <summary>Finds the best segmentation; of equal ones that whose last piece is longest.</summary>
    /// <param name="place">Where the part begins.</param>
    /// <param name="length">Its characters.</param>
    /// <param name="split">Whether the part as one piece is left out.</param>
    /// <returns>Its log probability; −∞ if there is none.</returns>
    public float Find(int place, int length, bool split = false)
    {
        float[] best = _best;
        best.AsSpan(0, length + 1).Fill(float.NegativeInfinity);
        best[0] = 0;
        for (int start = 0; start < length; start++)
        {
            foreach (int piece in edges.Pieces.AsSpan(edges.Starts[place + start]..edges.Starts[place + start + 1]))
            {
                var (score, pieceLength) = pieces[piece];
                int end = start + pieceLength;
                // Longer ones follow.
                if (end > length || (split && pieceLength == length))
                    break;
                float candidate = best[start] + score;
                if (candidate > best[end])
                    (best[end], _bestPieces[end]) = (candidate, piece);
            }
        }

        _path.Clear();
        if (float.IsNegativeInfinity(best[length]))
            return float.NegativeInfinity;
        for (int end = length; end > 0; end -= pieces[_bestPieces[end]].Length)
            _path.Add(_bestPieces[end]);
        return best[length];
    }

    /// <summary>Adds a weight to the counts of the pieces found.</summary>
    public void AddTo(long[] counts, long weight)
    {
        foreach (int piece in _path)
            counts[piece] += weight;
    }
}
