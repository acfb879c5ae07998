namespace Microsoft.ML.MultiFit;

/// <summary>Whole documents of similar length, longest first, padded at the front.</summary>
/// <param name="Documents">Which documents, by their index in the corpus; one per row.</param>
/// <param name="Ids">Piece ids <c>[rows, length]</c>, row-major.</param>
/// <param name="Length">Steps of every row: the longest document's tokens.</param>
/// <param name="Padding">How many padding ids each row starts with.</param>
internal sealed record DocumentBatch(int[] Documents, long[] Ids, int Length, int[] Padding)
{
    public int Rows => Documents.Length;

    public bool HasPadding => Padding.Any(count => count > 0);

    /// <summary>Tokens that are not padding.</summary>
    public int TokenCount => (Rows * Length) - Padding.Sum();

    /// <summary>1 at tokens, 0 at padding: <c>[rows, length]</c>, row-major.</summary>
    public float[] Mask()
    {
        var mask = new float[Rows * Length];
        for (int row = 0; row < Rows; row++)
            mask.AsSpan((row * Length) + Padding[row], Length - Padding[row]).Fill(1);
        return mask;
    }
}
