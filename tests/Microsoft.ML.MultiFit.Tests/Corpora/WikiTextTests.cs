namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Each construct of wikitext with the text a reader of the page sees, written by hand.</summary>
public class WikiTextTests
{
    private static readonly WikiLinks s_links = new(new Dictionary<int, string> { [6] = "Datei", [14] = "Kategorie", [4] = "Wikipedia" });

    [Theory]
    // Emphasis.
    [InlineData("'''Bold''', ''italic'' and '''''both'''''.", "Bold, italic and both.")]
    [InlineData("It's ''l''''''amour''''.", "It's l'amour'.")]
    // Templates and parameters.
    [InlineData("A{{t}} b{{t|x=1|[[y]]|{{u|{{v}}}}}} c", "A b c")]
    [InlineData("A {{{1|default}}} b {{{{{x}}}}} c {{{{t}} u}} d", "A b c d")]
    [InlineData("{{Infobox\n| a = b\n| c = {{d}}\n|}}Text", "Text")]
    [InlineData("Unclosed {{t| is text", "Unclosed t| is text")]
    [InlineData("Closed}} twice}} is text", "Closed twice is text")]
    [InlineData("{{Infobox\n| name = x\nText after", "Infobox\nText after")]
    [InlineData("An {single} brace {", "An {single} brace {")]
    // Tables.
    [InlineData("Before\n{| class=\"wikitable\"\n! h\n|-\n| a || b\n|}\nAfter", "Before\nAfter")]
    [InlineData("Before\n:{|\n| \n{|\n| inner\n|}\n| outer {{t|\n|}}\n|}\nAfter", "Before\nAfter")]
    [InlineData("Before\n{| \n| never closed\n|-\n| b", "Before")]
    [InlineData("a {| b |} c", "a {| b |} c")]
    [InlineData("Before<table><tr><td>x<table><tr><td>y</table>z</td></tr></table>After", "Before\nAfter")]
    // Links.
    [InlineData("[[Bus]]es and [[bus|coaches]], [[a|b|c]]", "Buses and coaches, b|c")]
    [InlineData("[[Haus (Gebäude)|]] [[:Kategorie:Tier]] [[:en:Cat]]", "Kategorie:Tier en:Cat")]
    [InlineData("A [[Datei:X.jpg|mini|Ein [[Hund]] im [http://a.b Park]]] b", "A b")]
    [InlineData("A [[file:x.png]] [[ Image : y.png|thumb]] b [[Bild:z.png]]", "A b")]
    [InlineData("Text [[Kategorie:Tier]] [[Category:Animal|Key]]", "Text")]
    [InlineData("Text\n[[de:Tier]]\n[[zh-min-nan:X]]\n[[simple:Animal]]", "Text")]
    [InlineData("[[wikt:anarchism|anarchism]], [[wikt:word]] and [[Wikipedia:Help]]", "anarchism, word and Wikipedia:Help")]
    [InlineData("[[Star Wars: A]] [[doi:1/2|paper]]", "Star Wars: A paper")]
    [InlineData("[[never closed and [[closed]] text", "never closed and closed text")]
    [InlineData("never opened]] text", "never opened text")]
    [InlineData("See [http://a.b/c?d label with words], [https://x.y], [//p.q r] and [mailto:a@b mail]", "See label with words, r and mail")]
    [InlineData("An [[http://a.b]] [sic] array[0]", "An http://a.b [sic] array[0]")]
    [InlineData("[http://a.b never\nclosed] text", "never closed] text")]
    // References, formulas, code: dropped with their content.
    [InlineData("A<ref>note {{cite}}</ref>, b<ref name=\"x\" />, c<REF name=y>\nmore\n</Ref >.<references/>", "A, b, c.")]
    [InlineData("A<references><ref>x</ref></references> b <ref>never closed", "A b never closed")]
    [InlineData("Let <math>x < y</math> be, <chem>H2O</chem>, <syntaxhighlight lang=c>int main() {}</syntaxhighlight>and <pre>[[x]]</pre>.", "Let be, and.")]
    [InlineData("<gallery>\nFile:a.jpg|b\n</gallery>Text<timeline>x</timeline>", "Text")]
    [InlineData("<includeonly>hidden</includeonly>A<noinclude> b</noinclude> <onlyinclude>c</onlyinclude>", "A b c")]
    // Text without markup.
    [InlineData("<nowiki>[[no]] {{link}} ''it'' <b></nowiki>, a<nowiki/>b", "[[no]] {{link}} ''it'' <b>, ab")]
    [InlineData("<nowiki>* no item &amp; &#39;</nowiki>", "* no item & '")]
    // Comments.
    [InlineData("A<!-- [[x]] {{ <ref> --> b<!-- never closed", "A b")]
    // HTML.
    [InlineData("H<sub>2</sub>O, E=mc<sup>2</sup>, <small>small</small> <span style=\"x\">span</span>", "H2O, E=mc2, small span")]
    [InlineData("One<br>two<br />three<p>Four</p><div class=x>Five</div>", "One two three\nFour\nFive")]
    [InlineData("1 < 2 > 1 <unknown> <3", "1 < 2 > 1 <unknown> <3")]
    [InlineData("Never closed <b", "Never closed <b")]
    // Entities.
    [InlineData("&lt;b&gt; &amp; a&nbsp;b &ndash; &#228;&#xE4; &bogus; AT&T &amp;nbsp;", "<b> & a b – ää &bogus; AT&T &nbsp;")]
    // Lines.
    [InlineData("One\nline\n\nTwo", "One line\nTwo")]
    [InlineData("* a\n** b\n# c\n: d\n; e : f\n*\n", "a\nb\nc\nd\ne : f")]
    [InlineData("Text\n----\nMore\n---- same", "Text\nMore\nsame")]
    [InlineData("== A ==\nText\n=== B ===\n== C ==\n{{refs}}\n== D ==\n=== E ===\n* x", "A\nText\nD\nE\nx")]
    [InlineData("==A== <!-- c -->\nx = y\n= =\n===", "A\nx = y")]
    // Magic words.
    [InlineData("__NOTOC__Text __KEIN_INHALTSVERZEICHNIS__ a__init__b", "Text a__init__b")]
    // Variants of a language.
    [InlineData("A -{zh-hans:简;zh-hant:繁}- b -{same}- c -{H|zh-cn:x;zh-tw:y}- d", "A 简 b same c d")]
    // What templates leave behind.
    [InlineData("Word ({{lang|x}}; {{IPA|y}}) ( , ) text , more .", "Word text, more.")]
    [InlineData("Born ({{x}}, 1950 ) in main()", "Born (1950) in main()")]
    [InlineData("{{x}}.\n\n, -", "")]
    public void Reads_as_the_page_does(string wikitext, string expected) =>
        Assert.Equal(expected, WikiText.ToPlainText(wikitext, s_links, new WikiDumpOptions()));

    [Fact]
    public void Headings_and_lists_can_be_left_out()
    {
        const string Page = "== A ==\nText\n* item";
        Assert.Equal("Text\nitem", WikiText.ToPlainText(Page, s_links, new() { SectionHeadings = false }));
        Assert.Equal("A\nText", WikiText.ToPlainText(Page, s_links, new() { Lists = false }));
    }

    [Theory]
    [InlineData("#REDIRECT [[X]]", true)]
    [InlineData(" \n#Weiterleitung: [[X]]", true)]
    [InlineData("#перенаправление[[X]]", true)]
    [InlineData("# [[X]]", false)]
    [InlineData("#item without link", false)]
    [InlineData("Text #REDIRECT [[X]]", false)]
    [InlineData("", false)]
    public void Redirects_are_known_in_any_language(string wikitext, bool expected) => Assert.Equal(expected, WikiText.IsRedirect(wikitext));

    /// <summary>A million characters of each; work that grows with the square would take hours.</summary>
    [Theory]
    [InlineData("{{")]
    [InlineData("}}")]
    [InlineData("{{{a|")]
    [InlineData("[[")]
    [InlineData("[[a|")]
    [InlineData("[[a")]
    [InlineData("]]")]
    [InlineData("[http://a b")]
    [InlineData("\n{|\n")]
    [InlineData("\n|}\n")]
    [InlineData("\n{|\n{{")]
    [InlineData("-{a:")]
    [InlineData("<ref>")]
    [InlineData("<ref")]
    [InlineData("<ref></ref")]
    [InlineData("<table>")]
    [InlineData("<!--")]
    [InlineData("<nowiki>")]
    [InlineData("<")]
    [InlineData("&")]
    [InlineData("&#")]
    [InlineData("'")]
    [InlineData("_")]
    [InlineData("__A")]
    [InlineData("(")]
    [InlineData(", )")]
    [InlineData("=")]
    [InlineData("\n== a ==")]
    [InlineData("\n=a=\n==b==\n===c===")]
    [InlineData("*")]
    public void Broken_and_deeply_nested_text_takes_linear_time(string part)
    {
        var page = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));
        var text = WikiText.ToPlainText(page, s_links, new WikiDumpOptions());
        Assert.InRange(text.Length, 0, page.Length);
    }

    [Fact]
    public void Markup_in_any_order_gives_lines_without_brackets()
    {
        string[] parts =
        [
            "{{", "}}", "{{{", "}}}", "[[", "]]", "[", "]", "{|", "|}", "|", "\n", "\n", "-{", "}-", "<ref>", "</ref>", "<ref/>", "<nowiki>", "</nowiki>", "<!--",
            "-->", "<table>", "</table>", "<br>", "'", "''", "'''", "== ", " ==", "*", ":", ";", "__", "NOTOC", "&", "amp;", "&#91;", "http://a.b", "File:", "word ", "(", ")", ",",
        ];
        var random = new Random(7);
        for (int i = 0; i < 5_000; i++)
        {
            var page = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => parts[random.Next(parts.Length)]));
            var text = WikiText.ToPlainText(page, s_links, new WikiDumpOptions());
            Assert.DoesNotContain("\n\n", text);
            Assert.All(text.Split('\n'), line => Assert.Equal(line.Trim(), line));
            if (!page.Contains("nowiki", StringComparison.Ordinal) && !page.Contains("&#91;", StringComparison.Ordinal))
                Assert.DoesNotContain("{{", text);
        }
    }

    [Fact]
    public void Well_nested_brackets_of_any_depth_are_closed()
    {
        static string Nested(string begin, string end) =>
            $"a {string.Concat(Enumerable.Repeat(begin, 100_000))}x{string.Concat(Enumerable.Repeat(end, 100_000))} b";
        Assert.Equal("a b", WikiText.ToPlainText(Nested("{{t|", "}}"), s_links, new()));
        Assert.Equal("a x b", WikiText.ToPlainText(Nested("[[t|", "]]"), s_links, new()));
        Assert.Equal("a b", WikiText.ToPlainText(Nested("[[File:t|", "]]"), s_links, new()));
    }
}
