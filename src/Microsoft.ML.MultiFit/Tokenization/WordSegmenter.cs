using System.Buffers;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Cuts a normalised text before each of its spaces (U+2581) and looks every word up. Like SentencePiece it does so even if the model was learned from words
/// that end in their space, which are then unknown.
/// </summary>
internal sealed class WordSegmenter : ISegmenter
{
    private readonly SentencePieceModel _model;
    private readonly int _longestWord;

    public WordSegmenter(SentencePieceModel model)
    {
        _model = model;
        _longestWord = model.Pieces.Max(piece => Encoding.UTF8.GetByteCount(piece.Piece));
    }

    private static ReadOnlySpan<byte> Space => "\u2581"u8;

    public PooledList<SegmentPiece> Segment(ReadOnlySpan<byte> text)
    {
        var path = new PooledList<SegmentPiece>(text.Length / 8);
        char[] characters = ArrayPool<char>.Shared.Rent(_longestWord);
        for (int start = 0; start < text.Length;)
        {
            int end = EndOfWord(text, start);
            path.Add(new SegmentPiece(end, Find(text[start..end], characters)));
            start = end;
        }

        ArrayPool<char>.Shared.Return(characters);
        return path;
    }

    private static int EndOfWord(ReadOnlySpan<byte> text, int start) => text[(start + 1)..].IndexOf(Space) is >= 0 and var next ? start + 1 + next : text.Length;

    private int Find(ReadOnlySpan<byte> word, char[] characters)
    {
        if (word.Length > _longestWord)
            return _model.UnknownId;
        int id = _model.IdOf(characters.AsSpan(0, Encoding.UTF8.GetChars(word, characters)));
        return id >= 0 && _model.Pieces[id].Type != SentencePieceType.Control ? id : _model.UnknownId;
    }
}
