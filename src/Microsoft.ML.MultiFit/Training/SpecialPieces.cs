namespace Microsoft.ML.MultiFit;

/// <summary>Ids with a meaning of their own.</summary>
internal static class SpecialPieces
{
    private const string Padding = "\u2581xxpad";

    /// <summary>The id in front of short documents; 0 in a vocabulary that has none for it. The encoder ignores it by its mask, whatever it is.</summary>
    public static int PaddingId(SentencePieceModel vocabulary)
    {
        for (int id = 0; id < vocabulary.Pieces.Count; id++)
        {
            if (vocabulary.Pieces[id].Piece == Padding)
                return id;
        }

        return 0;
    }
}
