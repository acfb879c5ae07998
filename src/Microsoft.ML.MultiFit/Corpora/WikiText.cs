namespace Microsoft.ML.MultiFit;

/// <summary>
/// Wikitext as readable text. Three passes, each of linear time however the text is nested or broken: tags, then brackets of all kinds, then
/// lines. It is not a parser: templates are dropped, not expanded, and what nobody closed is left as text.
/// </summary>
internal static class WikiText
{
    /// <summary>The paragraphs, headings and list items of a page, a line each; empty where nothing is readable.</summary>
    public static string ToPlainText(string wikitext, WikiLinks links, WikiDumpOptions options) =>
        WikiLines.Clean(WikiBrackets.Remove(WikiTags.Remove(wikitext), links), options);

    /// <summary>Whether the text leads to another page, in any language: <c>#</c>, a word, perhaps a colon, a link.</summary>
    public static bool IsRedirect(string wikitext)
    {
        var text = wikitext.AsSpan().TrimStart();
        if (text.IsEmpty || text[0] != '#')
            return false;
        int end = 1;
        while (end < text.Length && char.IsLetter(text[end]))
            end++;
        return end > 1 && text[end..].TrimStart(" \t\n:").StartsWith("[[", StringComparison.Ordinal);
    }
}
