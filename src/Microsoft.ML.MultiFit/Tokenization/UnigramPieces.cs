namespace Microsoft.ML.MultiFit;

/// <summary>Pieces while they are learned: parts of the corpus and their scores.</summary>
/// <param name="Starts">Where each piece stands in the corpus' text.</param>
/// <param name="Lengths">Characters of each piece.</param>
/// <param name="Scores">Log probability of each piece.</param>
internal sealed record UnigramPieces(int[] Starts, int[] Lengths, float[] Scores)
{
    private const float UnknownPenalty = 10;

    public int Count => Starts.Length;

    /// <summary>The number that stands for the unknown piece, which is one character long.</summary>
    public int Unknown => Count;

    /// <summary>The pieces with these numbers, with new scores if given.</summary>
    public UnigramPieces Select(IReadOnlyList<int> kept, float[]? scores = null) => new(
        [.. kept.Select(piece => Starts[piece])],
        [.. kept.Select(piece => Lengths[piece])],
        scores ?? [.. kept.Select(piece => Scores[piece])]);

    /// <summary>Score and length of every piece and, last, of the unknown one, side by side as the loops over them read them.</summary>
    public (float Score, int Length)[] Table()
    {
        var table = new (float, int)[Count + 1];
        for (int piece = 0; piece < Count; piece++)
            table[piece] = (Scores[piece], Lengths[piece]);
        table[Unknown] = (Scores.Min() - UnknownPenalty, 1);
        return table;
    }
}
