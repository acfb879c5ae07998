namespace Microsoft.ML.MultiFit;

/// <summary>Cuts a normalised text into its user-defined symbols and single characters.</summary>
internal sealed class CharacterSegmenter(SentencePieceModel model) : ISegmenter
{
    private readonly SymbolCutter _cutter = new(model);
    private readonly DoubleArray _pieces = SymbolCutter.TextPieces(model);

    public PooledList<SegmentPiece> Segment(ReadOnlySpan<byte> text)
    {
        var path = new PooledList<SegmentPiece>(text.Length);
        for (int start = 0; start < text.Length;)
        {
            int end = start + _cutter.Next(text[start..], out _);
            int id = _pieces.Find(text[start..end]);
            path.Add(new SegmentPiece(end, id < 0 ? model.UnknownId : id));
            start = end;
        }

        return path;
    }
}
