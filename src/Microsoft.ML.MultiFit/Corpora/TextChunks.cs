using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Texts in chunks of a limited size. <see cref="UnigramTrainer"/> passes over long sentences, as SentencePiece does; paragraphs and documents that are cut
/// first are learned from in full.
/// </summary>
public static class TextChunks
{
    /// <summary>
    /// The texts in their order, longer ones cut in front of white space, as late as the limit allows, or where there is none between any two characters
    /// (code points). The chunks of a text, put together, are the text.
    /// </summary>
    /// <param name="texts">Read once, while the chunks are taken.</param>
    /// <param name="maxBytes">Bytes of a chunk in UTF-8, at most; at least 4, the longest character's.</param>
    public static IEnumerable<string> Cut(IEnumerable<string> texts, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 4);
        return texts.SelectMany(text => Cut(text, maxBytes));
    }

    private static IEnumerable<string> Cut(string text, int maxBytes)
    {
        int start = 0;
        while (text.Length - start > maxBytes / 3)
        {
            int length = ChunkLength(text.AsSpan(start), maxBytes);
            if (start + length == text.Length)
                break;
            yield return text.Substring(start, length);
            start += length;
        }

        yield return text[start..];
    }

    private static int ChunkLength(ReadOnlySpan<char> text, int maxBytes)
    {
        int bytes = 0, end = 0, lastSpace = 0;
        foreach (var character in text.EnumerateRunes())
        {
            bool isSpace = Rune.IsWhiteSpace(character);
            bytes += character.Utf8SequenceLength;
            if (bytes > maxBytes)
                return isSpace || lastSpace == 0 ? end : lastSpace;
            if (isSpace)
                lastSpace = end;
            end += character.Utf16SequenceLength;
        }

        return text.Length;
    }
}
