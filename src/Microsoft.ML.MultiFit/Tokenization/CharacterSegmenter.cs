using System.Buffers;

namespace Microsoft.ML.MultiFit;

/// <summary>Cuts a normalised text into its user-defined symbols and single characters.</summary>
internal sealed class CharacterSegmenter(SentencePieceModel model) : ISegmenter
{
    private readonly SymbolCutter _cutter = new(model);
    private readonly DoubleArray _pieces = SymbolCutter.TextPieces(model);

    public SegmentationPath Segment(ReadOnlySpan<byte> text)
    {
        int[] starts = ArrayPool<int>.Shared.Rent(text.Length + 1);
        int[] ids = ArrayPool<int>.Shared.Rent(text.Length + 1);
        for (int start = 0; start < text.Length;)
        {
            int end = start + _cutter.Next(text[start..], out _);
            int id = _pieces.Find(text[start..end]);
            (starts[end], ids[end]) = (start, id < 0 ? model.UnknownId : id);
            start = end;
        }

        return new SegmentationPath(starts, ids, text.Length, model.UnknownId);
    }
}
