using System.Buffers;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>Cuts a normalised text at its spaces (U+2581, which belongs to the word it begins or, where the model says so, ends) and looks every word up.</summary>
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

    public SegmentationPath Segment(ReadOnlySpan<byte> text)
    {
        int[] starts = ArrayPool<int>.Shared.Rent(text.Length + 1);
        int[] ids = ArrayPool<int>.Shared.Rent(text.Length + 1);
        char[] characters = ArrayPool<char>.Shared.Rent(_longestWord);
        for (int start = 0; start < text.Length;)
        {
            int end = EndOfWord(text, start);
            (starts[end], ids[end]) = (start, Find(text[start..end], characters));
            start = end;
        }

        ArrayPool<char>.Shared.Return(characters);
        return new SegmentationPath(starts, ids, text.Length, _model.UnknownId);
    }

    private int EndOfWord(ReadOnlySpan<byte> text, int start)
    {
        if (_model.TrainerSpec.TreatWhitespaceAsSuffix)
            return text[start..].IndexOf(Space) is >= 0 and var last ? start + last + Space.Length : text.Length;
        return text[(start + 1)..].IndexOf(Space) is >= 0 and var next ? start + 1 + next : text.Length;
    }

    private int Find(ReadOnlySpan<byte> word, char[] characters) =>
        word.Length <= _longestWord && _model.IdOf(characters.AsSpan(0, Encoding.UTF8.GetChars(word, characters))) is >= 0 and var id ? id : _model.UnknownId;
}
