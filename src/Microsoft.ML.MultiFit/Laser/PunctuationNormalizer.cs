using System.Text.RegularExpressions;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Moses's normalisation of punctuation, release 4.0: one kind of quotation mark, dash and apostrophe, no space before closing punctuation, and the quotation
/// mark on the language's side of a comma or period. The rules apply one after the other to a whole line. Letters and digits are those of ASCII, as in
/// the original, which sees bytes.
/// </summary>
internal static partial class PunctuationNormalizer
{
    private const string NoBreakSpace = "\u00A0";

    // In Moses's order; each is applied to the result of the one before it.
    private static readonly (string Old, string New)[] s_quotesAndDashes =
        [("`", "'"), ("''", " \" "), ("„", "\""), ("“", "\""), ("”", "\""), ("–", "-"), ("—", " - ")];

    private static readonly (string Old, string New)[] s_singleQuotes =
    [
        ("‘", "\""), ("‚", "\""), ("’", "\""), ("''", "\""), ("…", "..."),
        ($"{NoBreakSpace}«{NoBreakSpace}", " \""), ($"«{NoBreakSpace}", "\""), ("«", "\""),
        ($"{NoBreakSpace}»{NoBreakSpace}", "\" "), ($"{NoBreakSpace}»", "\""), ("»", "\""),
        ($"{NoBreakSpace}%", "%"), ($"nº{NoBreakSpace}", "nº "), ($"{NoBreakSpace}:", ":"), ($"{NoBreakSpace}ºC", " ºC"), ($"{NoBreakSpace}cm", " cm"),
        ($"{NoBreakSpace}?", "?"), ($"{NoBreakSpace}!", "!"), ($"{NoBreakSpace};", ";"), ($",{NoBreakSpace}", ", "),
    ];

    // Without backtracking a long run of periods costs its length alone.
    private static readonly Regex s_periodsBeforeQuote = new("(\\.+)\"( *[^<])", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Normalises one line.</summary>
    /// <param name="line">Text without line breaks.</param>
    /// <param name="language">ISO 639 code.</param>
    public static string Normalize(string line, string language)
    {
        line = CollapseSpaces(line.Replace("(", " (", StringComparison.Ordinal).Replace(")", ") ", StringComparison.Ordinal));
        line = SpaceBetweenBracketAndMark().Replace(line, ")$1").Replace("( ", "(", StringComparison.Ordinal).Replace(" )", ")", StringComparison.Ordinal);
        line = SpaceBeforePercent().Replace(line, "$1%").Replace(" :", ":", StringComparison.Ordinal).Replace(" ;", ";", StringComparison.Ordinal);
        line = CollapseSpaces(ReplaceAll(line, s_quotesAndDashes)).Replace('´', '\'');
        line = RightQuoteInWord().Replace(LeftQuoteInWord().Replace(line, "$1'$2"), "$1'$2");
        line = CollapseSpaces(ReplaceAll(line, s_singleQuotes));
        line = language switch
        {
            "en" => QuoteBeforeMarks().Replace(line, "$1\""),
            "cs" or "cz" => line,
            // The line feed that ends a line there counts as a character behind the quotation mark.
            _ => s_periodsBeforeQuote.Replace(line.Replace(",\"", "\",", StringComparison.Ordinal) + "\n", "\"$1$2")[..^1],
        };
        return ThousandsSpace().Replace(line, language is "de" or "es" or "cs" or "cz" or "fr" ? "$1,$2" : "$1.$2");
    }

    private static string ReplaceAll(string text, (string Old, string New)[] replacements)
    {
        foreach (var (old, replacement) in replacements)
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        return text;
    }

    private static string CollapseSpaces(string text) => Spaces().Replace(text, " ");

    [GeneratedRegex("  +")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\) ([.!:?;,])")]
    private static partial Regex SpaceBetweenBracketAndMark();

    [GeneratedRegex("([0-9]) %")]
    private static partial Regex SpaceBeforePercent();

    [GeneratedRegex("([A-Za-z])‘([A-Za-z])")]
    private static partial Regex LeftQuoteInWord();

    [GeneratedRegex("([A-Za-z])’([A-Za-z])")]
    private static partial Regex RightQuoteInWord();

    [GeneratedRegex("\"([,.]+)")]
    private static partial Regex QuoteBeforeMarks();

    [GeneratedRegex("([0-9])\u00A0([0-9])")]
    private static partial Regex ThousandsSpace();
}
