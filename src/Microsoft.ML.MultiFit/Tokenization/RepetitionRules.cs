using System.Globalization;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>fastai's rules for characters and words that occur four times or more in a row.</summary>
internal static class RepetitionRules
{
    private const int MinRun = 4;

    /// <summary><c>soooo</c> → <c>s xxrep 4 o </c>.</summary>
    public static string MarkCharacters(string text)
    {
        StringBuilder? marked = null;
        int copied = 0;
        for (int i = 0; i < text.Length;)
        {
            int length = CodePointLength(text, i);
            int count = 1;
            int end = i + length;
            while (end + length <= text.Length && text.AsSpan(end, length).SequenceEqual(text.AsSpan(i, length)))
            {
                count++;
                end += length;
            }

            if (count >= MinRun && !char.IsWhiteSpace(text[i]))
            {
                marked ??= new StringBuilder(text.Length);
                marked.Append(text, copied, i - copied)
                    .Append(CultureInfo.InvariantCulture, $" xxrep {count} ").Append(text, i, length).Append(' ');
                copied = end;
            }

            i = end;
        }

        return marked is null ? text : marked.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>
    /// <c>no no no no yes</c> → <c>xxwrep 4 no yes</c>. What repeats is a word with what stands between it and the next one, so a last word
    /// with nothing after it does not count.
    /// </summary>
    public static string MarkWords(string text)
    {
        StringBuilder? marked = null;
        int copied = 0;
        for (int i = 0; i < text.Length;)
        {
            if (!IsWordCharacter(text, i, out int length))
            {
                i += length;
                continue;
            }

            int wordEnd = SkipWhile(text, i, inWord: true);
            int next = SkipWhile(text, wordEnd, inWord: false);
            var unit = text.AsSpan(i, next - i);
            int count = 1;
            int end = next;
            while (wordEnd < next && text.AsSpan(end).StartsWith(unit))
            {
                count++;
                end += unit.Length;
            }

            if (count >= MinRun)
            {
                marked ??= new StringBuilder(text.Length);
                marked.Append(text, copied, i - copied).Append(CultureInfo.InvariantCulture, $" xxwrep {count} ").Append(unit).Append(' ');
                copied = end;
                i = end;
            }
            else
            {
                i = next;
            }
        }

        return marked is null ? text : marked.Append(text, copied, text.Length - copied).ToString();
    }

    private static int SkipWhile(string text, int position, bool inWord)
    {
        while (position < text.Length && IsWordCharacter(text, position, out int length) == inWord)
            position += length;
        return position;
    }

    /// <summary>Letters, numbers of all kinds and the underscore, as in a regular expression's \w of the original.</summary>
    private static bool IsWordCharacter(string text, int position, out int length)
    {
        length = CodePointLength(text, position);
        return text[position] == '_' || CharUnicodeInfo.GetUnicodeCategory(text, position) is <= UnicodeCategory.OtherLetter
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
    }

    private static int CodePointLength(string text, int position) =>
        position + 1 < text.Length && char.IsSurrogatePair(text[position], text[position + 1]) ? 2 : 1;
}
