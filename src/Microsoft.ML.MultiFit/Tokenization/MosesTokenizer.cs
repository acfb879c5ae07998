using System.Globalization;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Separates words and punctuation with spaces by the rules of the Moses tokenizer. Works on code points, in a few passes of linear time.
/// </summary>
internal sealed class MosesTokenizer(string language, bool splitHan, MosesEdition edition)
{
    private readonly NonBreakingPrefixes _prefixes = NonBreakingPrefixes.Of(language);

    // A run of n ≥ 2 dots is kept together as the number -n, which is no code point.
    private static bool IsDots(int c) => c < 0;

    public string Tokenize(string text)
    {
        var characters = PadSymbols(ReadCharacters(text));
        characters = ProtectDots(characters);
        if (characters.Contains(','))
            characters = SeparateCommas(characters);
        if (characters.Contains('\''))
            characters = SeparateApostrophes(characters);
        return Write(SeparatePeriods(characters));
    }

    /// <summary>Code points with single spaces between words, none at the ends, and no control characters.</summary>
    private static List<int> ReadCharacters(string text)
    {
        var characters = new List<int>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (CapitalRules.IsSpace(text[i]))
                AddSpace(characters);
            else if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                characters.Add(char.ConvertToUtf32(text[i], text[++i]));
            else if (text[i] >= ' ')
                characters.Add(text[i]);
        }

        if (characters.Count > 0 && characters[^1] == ' ')
            characters.RemoveAt(characters.Count - 1);
        return characters;
    }

    private static void AddSpace(List<int> characters)
    {
        if (characters.Count > 0 && characters[^1] != ' ')
            characters.Add(' ');
    }

    private List<int> PadSymbols(List<int> text)
    {
        var padded = new List<int>(text.Count + (text.Count / 4));
        foreach (int c in text)
        {
            if (c is ' ' or '.' or '\'' or '`' or ',' or '-' || IsAlphanumeric(c))
                padded.Add(c);
            else
                padded.AddRange([' ', c, ' ']);
        }

        return padded;
    }

    private static List<int> ProtectDots(List<int> text)
    {
        var result = new List<int>(text.Count);
        for (int i = 0; i < text.Count; i++)
        {
            int end = i;
            while (end < text.Count && text[end] == '.')
                end++;
            if (end - i < 2)
            {
                result.Add(text[i]);
                continue;
            }

            result.AddRange([' ', i - end, ' ']);
            i = end - 1;
        }

        return result;
    }

    /// <summary>A comma is split off unless it stands between two digits.</summary>
    private static List<int> SeparateCommas(List<int> text)
    {
        var result = new List<int>(text.Count + 16);
        for (int i = 0; i < text.Count; i++)
        {
            bool between = text[i] == ',' && i > 0 && i + 1 < text.Count && IsNumber(text[i - 1]) && IsNumber(text[i + 1]);
            if (text[i] == ',' && !between)
                result.AddRange([' ', ',', ' ']);
            else
                result.Add(text[i]);
        }

        return result;
    }

    private List<int> SeparateApostrophes(List<int> text)
    {
        switch (language)
        {
            case "en":
                text = Space(text, c => !IsLetter(c), c => !IsLetter(c), before: true, after: true);
                text = Space(text, c => !IsLetter(c) && !IsNumber(c), IsLetter, before: true, after: true);
                text = Space(text, IsLetter, c => !IsLetter(c), before: true, after: true);
                text = Space(text, IsLetter, IsLetter, before: true, after: false);
                return Space(text, IsNumber, c => c == 's', before: true, after: false);
            case "fr" or "it":
            case "ga" when edition == MosesEdition.Release4:
                text = Space(text, c => !IsLetter(c), c => !IsLetter(c), before: true, after: true);
                text = Space(text, c => !IsLetter(c), IsLetter, before: true, after: true);
                text = Space(text, IsLetter, c => !IsLetter(c), before: true, after: true);
                return Space(text, IsLetter, IsLetter, before: false, after: true);
            default:
                return Space(text);
        }
    }

    /// <summary>
    /// Puts spaces beside the apostrophes whose neighbours are as asked. A neighbour belongs to one apostrophe alone: of two apostrophes
    /// with one letter between them a pass sees the first.
    /// </summary>
    private static List<int> Space(List<int> text, Func<int, bool> isLeft, Func<int, bool> isRight, bool before, bool after)
    {
        var result = new List<int>(text.Count + 16);
        for (int i = 0; i < text.Count; i++)
        {
            result.Add(text[i]);
            if (i + 2 >= text.Count || text[i + 1] != '\'' || !isLeft(text[i]) || !isRight(text[i + 2]))
                continue;
            if (before)
                result.Add(' ');
            result.Add('\'');
            if (after)
                result.Add(' ');
            result.Add(text[i + 2]);
            i += 2;
        }

        return result;
    }

    private static List<int> Space(List<int> text)
    {
        var result = new List<int>(text.Count + 16);
        foreach (int c in text)
        {
            if (c == '\'')
                result.AddRange([' ', c, ' ']);
            else
                result.Add(c);
        }

        return result;
    }

    /// <summary>
    /// Splits off the period of a word, unless the word is an abbreviation or the sentence goes on in lower case; collapses spaces.
    /// </summary>
    private List<int> SeparatePeriods(List<int> text)
    {
        var result = new List<int>(text.Count);
        int start = NextWord(text, 0);
        while (start < text.Count)
        {
            int end = start;
            while (end < text.Count && text[end] != ' ')
                end++;
            int next = NextWord(text, end);
            AddSpace(result);
            result.AddRange(text.GetRange(start, end - start));
            if (end - start > 1 && text[end - 1] == '.' && !KeepsPeriod(text, start, end - 1, next))
            {
                result.RemoveAt(result.Count - 1);
                result.AddRange([' ', '.']);
            }

            start = next;
        }

        if (result.Count >= 2 && result[^1] == '\'' && result[^2] == '.')
        {
            result.RemoveRange(result.Count - 2, 2);
            AddSpace(result);
            result.AddRange(['.', ' ', '\'']);
        }

        return result;
    }

    private static int NextWord(List<int> text, int position)
    {
        while (position < text.Count && text[position] == ' ')
            position++;
        return position;
    }

    private bool KeepsPeriod(List<int> text, int start, int period, int next)
    {
        bool hasPeriod = false, hasLetter = false;
        for (int i = start; i < period; i++)
        {
            hasPeriod |= text[i] == '.';
            hasLetter |= IsLetter(text[i]);
        }

        if (hasPeriod && hasLetter)
            return true;
        if (next < text.Count && Rune.TryCreate(text[next], out var first) && UnicodeCasing.IsLower(first))
            return true;
        if (period - start > NonBreakingPrefixes.MaxLength)
            return false;
        string stem = Write(text.GetRange(start, period - start), escape: false);
        return _prefixes.Contains(stem) || (_prefixes.ContainsBeforeNumber(stem) && next < text.Count && text[next] is >= '0' and <= '9');
    }

    private string Write(List<int> characters) => Write(characters, edition == MosesEdition.Sacremoses2019);

    private static string Write(List<int> characters, bool escape)
    {
        var text = new StringBuilder(characters.Count);
        foreach (int c in characters)
        {
            if (IsDots(c))
                text.Append('.', -c);
            else if (c > 0xFFFF)
                text.Append(char.ConvertFromUtf32(c));
            else if (escape && Entity(c) is { } entity)
                text.Append(entity);
            else
                text.Append((char)c);
        }

        return text.ToString();
    }

    private static string? Entity(int c) => c switch
    {
        '&' => "&amp;",
        '|' => "&#124;",
        '<' => "&lt;",
        '>' => "&gt;",
        '\'' => "&apos;",
        '"' => "&quot;",
        '[' => "&#91;",
        ']' => "&#93;",
        _ => null,
    };

    private bool IsAlphanumeric(int c)
    {
        if (splitHan && c is (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0x20000 and <= 0x3FFFF))
            return false;
        // Zero-width joiners stand inside words of Persian and of Indian languages.
        return IsLetter(c) || Category(c) == UnicodeCategory.DecimalDigitNumber || (edition == MosesEdition.Revised && c is 0x200C or 0x200D);
    }

    private bool IsLetter(int c) => IsDots(c) || Category(c) switch
    {
        <= UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => true,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark when edition == MosesEdition.Revised => true,
        _ => edition == MosesEdition.Release4 && UnicodeAlphabet.HasOther(c),
    };

    private static bool IsNumber(int c) =>
        Category(c) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static UnicodeCategory Category(int c) => IsDots(c) ? UnicodeCategory.OtherNotAssigned : CharUnicodeInfo.GetUnicodeCategory(c);
}
