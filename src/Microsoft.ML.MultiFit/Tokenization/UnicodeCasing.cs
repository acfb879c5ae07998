using System.Globalization;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Upper and lower case by the Unicode standard, whatever the culture: unlike .NET's invariant lower case, <c>İ</c> becomes <c>i</c> and
/// U+0307, and a capital sigma at the end of a word becomes <c>ς</c>.
/// </summary>
internal static class UnicodeCasing
{
    private const int CapitalSigma = 0x3A3;
    private const int CapitalDottedI = 0x130;

    // Other_Lowercase and Other_Uppercase of the Unicode character database: first and last code point of each range.
    private static readonly int[] s_otherLower =
    [
        0xAA, 0xAA, 0xBA, 0xBA, 0x2B0, 0x2B8, 0x2C0, 0x2C1, 0x2E0, 0x2E4, 0x345, 0x345, 0x37A, 0x37A, 0x1D2C, 0x1D6A, 0x1D78, 0x1D78, 0x1D9B, 0x1DBF,
        0x2071, 0x2071, 0x207F, 0x207F, 0x2090, 0x209C, 0x2170, 0x217F, 0x24D0, 0x24E9, 0x2C7C, 0x2C7D, 0xA69C, 0xA69D, 0xA770, 0xA770, 0xA7F2, 0xA7F4,
        0xA7F8, 0xA7F9, 0xAB5C, 0xAB5F, 0x10780, 0x107BA, 0x1E030, 0x1E06D,
    ];

    private static readonly int[] s_otherUpper = [0x2160, 0x216F, 0x24B6, 0x24CF, 0x1F130, 0x1F149, 0x1F150, 0x1F169, 0x1F170, 0x1F189];

    // Word_Break = MidLetter, MidNumLet or Single_Quote: punctuation that may stand inside a word.
    private const string WordPunctuation = "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

    public static bool IsLower(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.LowercaseLetter || IsIn(s_otherLower, rune.Value);

    public static bool IsUpper(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.UppercaseLetter || IsIn(s_otherUpper, rune.Value);

    /// <summary>Whether there is an upper-case letter, and none that is lower or title case.</summary>
    public static bool IsUpper(ReadOnlySpan<char> word)
    {
        bool any = false;
        foreach (var rune in word.EnumerateRunes())
        {
            if (IsLower(rune) || IsTitle(rune))
                return false;
            any |= IsUpper(rune);
        }

        return any;
    }

    /// <summary>Whether there is a lower-case letter, and none that is upper or title case.</summary>
    public static bool IsLower(ReadOnlySpan<char> word)
    {
        bool any = false;
        foreach (var rune in word.EnumerateRunes())
        {
            if (IsUpper(rune) || IsTitle(rune))
                return false;
            any |= IsLower(rune);
        }

        return any;
    }

    /// <summary>Appends the word in lower case. A lone surrogate becomes U+FFFD.</summary>
    public static void AppendLower(StringBuilder output, ReadOnlySpan<char> word)
    {
        Span<char> buffer = stackalloc char[2];
        for (int i = 0; i < word.Length;)
        {
            Rune.DecodeFromUtf16(word[i..], out var rune, out int length);
            if (rune.Value == CapitalDottedI)
                output.Append("i\u0307");
            else if (rune.Value == CapitalSigma)
                output.Append(IsFinalSigma(word, i) ? 'ς' : 'σ');
            else
                output.Append(buffer[..Rune.ToLowerInvariant(rune).EncodeToUtf16(buffer)]);
            i += length;
        }
    }

    /// <summary>A letter stands before the sigma and none after it, marks and punctuation inside a word passed over.</summary>
    private static bool IsFinalSigma(ReadOnlySpan<char> word, int position)
    {
        var before = new Rune(' ');
        for (int i = position; i > 0;)
        {
            Rune.DecodeLastFromUtf16(word[..i], out before, out int length);
            if (!IsIgnorable(before))
                break;
            i -= length;
        }

        if (!IsCased(before))
            return false;
        foreach (var after in word[(position + 1)..].EnumerateRunes())
        {
            if (!IsIgnorable(after))
                return !IsCased(after);
        }

        return true;
    }

    private static bool IsCased(Rune rune) => IsLower(rune) || IsUpper(rune) || IsTitle(rune);

    private static bool IsTitle(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.TitlecaseLetter;

    private static bool IsIgnorable(Rune rune) =>
        (rune.IsBmp && WordPunctuation.Contains((char)rune.Value, StringComparison.Ordinal))
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;

    private static bool IsIn(int[] ranges, int codePoint)
    {
        if (codePoint < 0xAA)
            return false;
        for (int i = 0; i < ranges.Length && codePoint >= ranges[i]; i += 2)
        {
            if (codePoint <= ranges[i + 1])
                return true;
        }

        return false;
    }
}
