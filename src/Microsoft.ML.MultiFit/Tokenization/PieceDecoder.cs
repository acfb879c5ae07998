using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>Puts pieces back together as text, as SentencePiece decodes: U+2581 becomes a space, the first one is dropped.</summary>
internal sealed class PieceDecoder(SentencePieceModel model)
{
    private readonly StringBuilder _text = new();
    private readonly List<byte> _bytes = [];
    private bool _atStart = true;

    /// <summary>Characters of the text so far, without open bytes.</summary>
    public int Length => _text.Length;

    /// <summary>Whether the last pieces were bytes, which the next ones may continue.</summary>
    public bool HasOpenBytes => _bytes.Count > 0;

    /// <summary>Appends a piece. False if there is no such id.</summary>
    public bool Add(int id)
    {
        if (id < 0 || id >= model.Pieces.Count)
            return false;
        var (piece, _, type) = model.Pieces[id];
        if (type == SentencePieceType.Byte)
        {
            _bytes.Add((byte)model.Pieces[id].ByteValue);
            return true;
        }

        Flush();
        switch (type)
        {
            case SentencePieceType.Control:
                break;
            case SentencePieceType.Unknown:
                Append(model.TrainerSpec.UnknownSurface);
                break;
            default:
                bool dropSpace = model.NormalizerSpec.AddDummyPrefix || model.NormalizerSpec.RemoveExtraWhitespaces;
                if (_atStart && dropSpace && piece.StartsWith(TextNormalizer.SpaceSymbol, StringComparison.Ordinal))
                {
                    piece = piece[1..];
                    _atStart = model.NormalizerSpec.RemoveExtraWhitespaces;
                }

                Append(piece.Replace(TextNormalizer.SpaceSymbol, " ", StringComparison.Ordinal));
                break;
        }

        return true;
    }

    /// <summary>Appends a piece by its text, as it is if the vocabulary lacks it.</summary>
    public void Add(string piece)
    {
        if (Add(model.IdOf(piece)))
            return;
        Flush();
        Append(piece);
    }

    /// <summary>Ends a character that is spelled in bytes.</summary>
    public void Flush()
    {
        if (_bytes.Count == 0)
            return;
        ReadOnlySpan<byte> bytes = CollectionsMarshal.AsSpan(_bytes);
        while (!bytes.IsEmpty)
        {
            // Every byte that belongs to no character becomes U+FFFD, where .NET would make one of several.
            bool isCharacter = Rune.DecodeFromUtf8(bytes, out var rune, out int length) == OperationStatus.Done;
            Append(rune.ToString());
            bytes = bytes[(isCharacter ? length : 1)..];
        }

        _bytes.Clear();
    }

    /// <summary>The text so far, without open bytes.</summary>
    public override string ToString() => _text.ToString();

    private void Append(string text)
    {
        if (text.Length == 0)
            return;
        _text.Append(text);
        _atStart = false;
    }
}
