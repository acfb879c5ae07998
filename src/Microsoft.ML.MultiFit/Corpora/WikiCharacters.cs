using System.Net;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// The characters of one paragraph of wikitext without tags and brackets: bold and italic marks and magic words vanish, entities become what they
/// stand for, spaces become single, and what dropped templates left behind is tidied up: empty parentheses, spaces before commas.
/// </summary>
internal static class WikiCharacters
{
    private const int LongestMagicWord = 60;

    /// <summary>What a template may have left between parentheses.</summary>
    private const string Leftovers = " ,;:/-–—·،؛，；、：";

    /// <summary>The readable text; empty where nothing is left.</summary>
    public static string Clean(ReadOnlySpan<char> text)
    {
        var plain = WithoutMarks(text);
        return Tidy(plain.Contains('&') ? WebUtility.HtmlDecode(plain) : plain);
    }

    private static string WithoutMarks(ReadOnlySpan<char> text)
    {
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length;)
        {
            if (text[i] == '\'')
            {
                int run = text[i..].IndexOfAnyExcept('\'') is >= 0 and var end ? end : text.Length - i;
                plain.Append('\'', Apostrophes(run));
                i += run;
            }
            else if (text[i] == '_' && MagicWord(text[i..]) is > 0 and var length)
            {
                i += length;
            }
            else
            {
                plain.Append(text[i++]);
            }
        }

        return plain.ToString();
    }

    /// <summary>How many of a run of apostrophes are text: two of them mean italic, three bold, five both.</summary>
    private static int Apostrophes(int run) => run switch
    {
        1 or 4 => 1,
        2 or 3 => 0,
        _ => run - 5,
    };

    /// <summary>The length of a word such as <c>__NOTOC__</c>.</summary>
    private static int MagicWord(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("__", StringComparison.Ordinal))
            return 0;
        int length = text[2..Math.Min(text.Length, LongestMagicWord)].IndexOf("__", StringComparison.Ordinal);
        for (int i = 2; i < length + 2; i++)
        {
            if (text[i] != '_' && (!char.IsLetter(text[i]) || char.IsLower(text[i])))
                return 0;
        }

        return length > 0 ? length + 4 : 0;
    }

    private static string Tidy(string text)
    {
        var tidy = new StringBuilder(text.Length);
        bool isSpaced = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = MaskedText.Unmask(text[i]);
            char last = tidy.Length > 0 ? tidy[^1] : ' ';
            if (char.IsWhiteSpace(c))
            {
                isSpaced = true;
                continue;
            }

            // Between the two there was a template.
            bool isLeftOver = (last is '(' or '（' && c is ',' or ';' or '，' or '；') || (last == ',' && c == ',');
            if (isLeftOver || char.IsControl(c))
                continue;
            if (c is ')' or '）' && RemoveEmptyParentheses(tidy))
                continue;
            bool endsWord = c is ',' or ')' || (c == '.' && last != '.' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1])));
            if (isSpaced && tidy.Length > 0 && last is not '(' && !endsWord)
                tidy.Append(' ');
            tidy.Append(c);
            isSpaced = false;
        }

        return tidy.ToString();
    }

    /// <summary>Takes back an opening parenthesis after which nothing readable came. Those of <c>main()</c> stay.</summary>
    private static bool RemoveEmptyParentheses(StringBuilder tidy)
    {
        int start = tidy.Length - 1;
        while (start >= 0 && Leftovers.Contains(tidy[start]))
            start--;
        bool isEmpty = start >= 0 && tidy[start] is '(' or '（' && (start < tidy.Length - 1 || start == 0 || tidy[start - 1] == ' ');
        if (!isEmpty)
            return false;
        tidy.Length = start > 0 && tidy[start - 1] == ' ' ? start - 1 : start;
        return true;
    }
}
