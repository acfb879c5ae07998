namespace Microsoft.ML.MultiFit;

/// <summary>Pieces while they are learned: parts of the corpus and their scores.</summary>
/// <param name="Starts">Where each piece stands in the corpus' text.</param>
/// <param name="Lengths">Characters of each piece.</param>
/// <param name="Scores">Log probability of each piece.</param>
internal sealed record UnigramPieces(int[] Starts, int[] Lengths, double[] Scores)
{
    public int Count => Starts.Length;

    /// <summary>The pieces with these numbers, with new scores if given.</summary>
    public UnigramPieces Select(IReadOnlyList<int> kept, Func<int, double>? score = null) => new(
        [.. kept.Select(piece => Starts[piece])],
        [.. kept.Select(piece => Lengths[piece])],
        [.. kept.Select(piece => score is null ? Scores[piece] : score(piece))]);
}
