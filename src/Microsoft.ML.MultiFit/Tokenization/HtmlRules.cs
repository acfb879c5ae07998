using System.Net;

namespace Microsoft.ML.MultiFit;

/// <summary>Takes the remains of HTML out of a text.</summary>
internal static class HtmlRules
{
    // fastai's list and order (1.0.x): remains of entities as they stand in the IMDb and WikiText corpora.
    private static readonly (string Old, string New)[] s_fastaiRepairs =
    [
        ("#39;", "'"), ("amp;", "&"), ("#146;", "'"), ("nbsp;", " "), ("#36;", "$"), ("\\n", "\n"), ("quot;", "'"), ("<br />", "\n"),
        ("\\\"", "\""), ("<unk>", "xxunk"), (" @.@ ", "."), (" @-@ ", "-"), (" @,@ ", ","), ("\\", " \\ "),
    ];

    /// <summary>Entities become characters, line breaks become spaces.</summary>
    public static string Decode(string text)
    {
        if (text.Contains('<', StringComparison.Ordinal))
        {
            foreach (string lineBreak in (string[])["<br />", "<br/>", "<br>"])
                text = text.Replace(lineBreak, " ", StringComparison.OrdinalIgnoreCase);
        }

        return text.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(text) : text;
    }

    /// <summary>fastai's rule <c>fix_html</c>, with its accidents.</summary>
    public static string RepairAsFastai(string text)
    {
        foreach (var (old, replacement) in s_fastaiRepairs)
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        return WebUtility.HtmlDecode(text);
    }
}
