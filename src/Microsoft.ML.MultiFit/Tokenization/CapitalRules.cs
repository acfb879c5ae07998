using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>fastai's rules for capitals: every word becomes lower case, and a symbol before it says what it was.</summary>
internal static class CapitalRules
{
    /// <summary><c>The NATO</c> → <c>xxmaj the xxup nato</c>; the words are separated by single spaces.</summary>
    public static string MarkAndLower(string text)
    {
        var marked = new StringBuilder(text.Length + (text.Length / 8));
        foreach (var range in Words(text))
        {
            var word = text.AsSpan()[range];
            if (marked.Length > 0)
                marked.Append(' ');
            Rune.DecodeFromUtf16(word, out var first, out int firstLength);
            if (word.Length > firstLength)
            {
                var rest = word[firstLength..];
                if (UnicodeCasing.IsUpper(word))
                    marked.Append("xxup ");
                else if (UnicodeCasing.IsUpper(first) && UnicodeCasing.IsLower(rest))
                    marked.Append("xxmaj ");
            }

            UnicodeCasing.AppendLower(marked, word);
        }

        return marked.ToString();
    }

    /// <summary>The words as they are, separated by single spaces.</summary>
    public static string CollapseSpaces(string text)
    {
        var collapsed = new StringBuilder(text.Length);
        foreach (var range in Words(text))
            collapsed.Append(collapsed.Length > 0 ? " " : "").Append(text.AsSpan()[range]);
        return collapsed.ToString();
    }

    private static IEnumerable<Range> Words(string text)
    {
        for (int start = 0; start < text.Length; start++)
        {
            if (IsSpace(text[start]))
                continue;
            int end = start + 1;
            while (end < text.Length && !IsSpace(text[end]))
                end++;
            yield return start..end;
            start = end;
        }
    }

    /// <summary>The original's notion of a space: Unicode's and the four ASCII separators.</summary>
    internal static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001c' and <= '\u001f';
}
