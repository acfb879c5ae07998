namespace Microsoft.ML.MultiFit;

/// <summary>Sentence pairs as piece ids, and where each target piece occurs.</summary>
internal sealed class AlignedPieces
{
    private readonly int[] _placeOffsets;
    private readonly (int Pair, int Position)[] _places;

    /// <summary>Takes pairs of which neither side is empty.</summary>
    /// <param name="source">Piece ids of the source sentences.</param>
    /// <param name="target">Piece ids of their translations.</param>
    /// <param name="pieceCount">Ids there are.</param>
    public AlignedPieces(IReadOnlyList<int[]> source, IReadOnlyList<int[]> target, int pieceCount)
    {
        (Source, Target, PieceCount) = (source, target, pieceCount);
        SourceOffsets = new int[source.Count + 1];
        for (int pair = 0; pair < source.Count; pair++)
            SourceOffsets[pair + 1] = checked(SourceOffsets[pair] + source[pair].Length);

        _placeOffsets = new int[pieceCount + 1];
        foreach (int id in target.SelectMany(ids => ids))
            _placeOffsets[id + 1]++;
        for (int id = 0; id < pieceCount; id++)
            _placeOffsets[id + 1] += _placeOffsets[id];
        _places = new (int, int)[_placeOffsets[^1]];
        var next = _placeOffsets[..^1];
        for (int pair = 0; pair < target.Count; pair++)
        {
            for (int position = 0; position < target[pair].Length; position++)
                _places[next[target[pair][position]]++] = (pair, position);
        }
    }

    /// <summary>Piece ids of the source sentences.</summary>
    public IReadOnlyList<int[]> Source { get; }

    /// <summary>Piece ids of their translations.</summary>
    public IReadOnlyList<int[]> Target { get; }

    /// <summary>Ids there are, on either side.</summary>
    public int PieceCount { get; }

    /// <summary>Pairs there are.</summary>
    public int PairCount => Source.Count;

    /// <summary>The number of source pieces before each pair, and of all.</summary>
    public int[] SourceOffsets { get; }

    /// <summary>Where a target piece occurs, in the order of the pairs.</summary>
    public ReadOnlySpan<(int Pair, int Position)> PlacesOf(int targetId) => _places.AsSpan(_placeOffsets[targetId].._placeOffsets[targetId + 1]);
}
