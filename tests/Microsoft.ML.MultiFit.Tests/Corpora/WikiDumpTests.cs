using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

public sealed class WikiDumpTests(ITestOutputHelper output) : IDisposable
{
    // Written by bzip2: a dump of two pages, cut between them and packed as two streams.
    private const string PackedDump =
        "QlpoOTFBWSZTWf7uv38AACdflAAQUIPhFxbAAAo/79/kBAAIADAA9IDQVM1PUbCnqPUzSMgaAAJSZAVN+qPUTT1NPU9Ro0yeoPRBgAaNDRhGTQaNNAZrSByj"
        + "EXMnkSPZ317gndmKmbqarGP49t9eeCBflqE5tU9oTs2LmRMmStUhAzMe7qkgnd9FOtyocq6lgjAafNI40RH09TInkG448hcGv5kIyFmYZDrajkPLyMXgUNFq"
        + "SQ0MopoUwJQ3G6ReZ8p9snFNhdSjjGCXKGchs+d0Oqb42MUUYgxLg0dCxNLcdW1ClXVX2QyF4ECHk5SkkGraam2J0otRVH6z7QMHMWOi9xIkJ2h/L/i7kinC"
        + "hIf3dfv4QlpoOTFBWSZTWeEu9PsAAAFdgAAQUQHAHwLAL6/dwCAAZDU0TRk9TTEA0G1AahojBGgDQ0wGCzZfSusW2RCn07BysEYLeSjoVcMWMYuRW3AsFSnq"
        + "e7kp1oReTmilhBeET1HCAcImsV+MNnAVt+DQ8OSr2JE1vwOwWyHGKwdQLALkgXF3JFOFCQ4S70+w";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("http://www.mediawiki.org/xml/export-0.3/")]
    [InlineData("http://www.mediawiki.org/xml/export-0.11/")]
    [InlineData("")]
    public void Any_version_of_the_schema_is_read(string schema)
    {
        var path = Write($"""
            <?xml version="1.0"?>
            <mediawiki xmlns="{schema}" xml:lang="de">
              <siteinfo><namespaces><namespace key="0" /><namespace key="6">Datei</namespace><namespace key="828">Modul</namespace></namespaces></siteinfo>
              <page><title>Haus &amp; Hof</title><ns>0</ns><id>1</id>
                <revision><id>7</id><contributor><username>x</username></contributor><model>wikitext</model><text>old</text></revision>
                <revision><id>8</id><comment>[[x]]</comment><text xml:space="preserve">Ein [[Haus]]. [[Datei:x.jpg|mini|Bild]]</text></revision>
              </page>
              <page><title>Weiter</title><ns>0</ns><redirect title="Haus" /><revision><text>#WEITERLEITUNG [[Haus]]</text></revision></page>
              <page><title>Alt</title><ns>0</ns><revision><text>#REDIRECT [[Haus]]</text></revision></page>
              <page><title>Leer</title><ns>0</ns><revision><text /></revision></page>
              <page><title>Nur Titel</title><ns>0</ns><revision><text>'''Nur Titel'''</text></revision></page>
              <page><title>Modul:X</title><ns>0</ns><revision><model>Scribunto</model><text>return 1</text></revision></page>
              <page><title>Diskussion:Haus</title><ns>1</ns><revision><text>Rede</text></revision></page>
            </mediawiki>
            """);
        var counts = new WikiDumpCounts();
        var article = Assert.Single(WikiDump.Read(path, new() { MinimumTokenCount = 0 }, counts));
        Assert.Equal(new WikiArticle("Haus & Hof", "= Haus & Hof =\nEin Haus."), article);
        Assert.Equal((7, 6, 2, 1, 1, 1), (counts.Pages, counts.PagesOfNamespace, counts.Redirects, counts.EmptyPages, counts.ShortPages, counts.Articles));
        Assert.True(WikiDump.IsDump(path));

        var talk = Assert.Single(WikiDump.Read(path, new() { MinimumTokenCount = 0, Namespaces = [1], TitleAsHeading = false }));
        Assert.Equal(new WikiArticle("Diskussion:Haus", "Rede"), talk);
    }

    [Fact]
    public void Short_articles_are_left_out_by_the_tokens_of_Moses()
    {
        // 4 words, 2 punctuation marks and 3 ends of lines.
        const string Text = "Ein Haus.\n\nHof!\n\nDa";
        var path = Write($"<mediawiki xml:lang=\"de\"><page><title>T</title><ns>0</ns><revision><text>{Text}</text></revision></page></mediawiki>");
        Assert.Single(WikiDump.Read(path, new() { MinimumTokenCount = 9 }));
        Assert.Empty(WikiDump.Read(path, new() { MinimumTokenCount = 10 }));
    }

    [Fact]
    public void Bzip2_of_several_streams_is_read_to_its_end()
    {
        var path = _folder.File("dump.bz2");
        File.WriteAllBytes(path, Convert.FromBase64String(PackedDump));
        Assert.Equal(
            [new("Haus", "= Haus =\nEin Haus ist ein Bau."), new("Hof", "= Hof =\nEin Hof & Garten.")],
            WikiDump.Read(path, new() { MinimumTokenCount = 0 }));

        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^30]);
        Assert.Contains("damaged bzip2 file", Refused(path));
        bytes[100] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("damaged bzip2 file", Refused(path));
    }

    [Fact]
    public void A_dump_that_breaks_off_anywhere_is_refused()
    {
        var packed = Convert.FromBase64String(PackedDump);
        var path = _folder.File("dump.bz2");
        for (int length = 0; length < packed.Length - 4; length++)
        {
            File.WriteAllBytes(path, packed[..length]);
            Assert.StartsWith(path + "(", Refused(path));
        }
    }

    [Theory]
    [InlineData("<mediawiki>\n<page><title>T</title>\n<ns>x</ns></page></mediawiki>", "(3,", "the namespace of page 'T' is not a number")]
    [InlineData("<mediawiki>\n<page><title>T</titel></page></mediawiki>", "(2,17)", "not a readable MediaWiki dump")]
    [InlineData("<mediawiki>\n<page><title>T</title>", "(2,", "not a readable MediaWiki dump")]
    [InlineData("<html></html>", "(1,", "the first element is not 'mediawiki'")]
    [InlineData("plain", "(1,1)", "not a readable MediaWiki dump")]
    [InlineData("", "(", "not a readable MediaWiki dump")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaa\">]><mediawiki>&a;</mediawiki>", "(1,", "not a readable MediaWiki dump")]
    public void Malformed_dumps_are_refused_with_the_place(string xml, string place, string reason)
    {
        var path = Write(xml);
        var message = Refused(path);
        Assert.StartsWith(path + place, message);
        Assert.Contains(reason, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_text_without_end_is_refused_before_memory_is_full()
    {
        var path = Write($"<mediawiki><page><title>T</title><ns>0</ns><revision><text>{new string('x', 20_000_000)}</text></revision></page></mediawiki>");
        Assert.Contains("a text of more than 16777216 characters", Refused(path));
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() => WikiDump.Read("x", new() { Namespaces = [], MinimumTokenCount = -1, Language = "German" }));
        Assert.All(new[] { "Namespaces", "MinimumTokenCount", "Language" }, name => Assert.Contains(name, error.Message));
    }

    [Theory]
    [InlineData("enwiki-sample", 206, 205, 100, 0)]
    [InlineData("ffwiki", 671, 342, 111, 3)]
    [InlineData("hawiki", 2101, 1823, 183, 11)]
    [InlineData("igwiki", 3317, 2488, 1533, 8)]
    public void Real_dumps_have_the_pages_counted_in_their_raw_text(string name, int pages, int articles, int redirects, int empty)
    {
        if (SharedFiles.Find($"data/wikidump/{name}-pages-articles.xml.bz2", output) is not { } path)
            return;
        var counts = new WikiDumpCounts();
        var found = WikiDump.Read(path, null, counts).ToList();
        Assert.Equal((pages, articles, redirects, empty), (counts.Pages, counts.PagesOfNamespace, counts.Redirects, counts.EmptyPages));
        Assert.Equal(found.Count, counts.Articles);
        output.WriteLine($"{found.Count} articles, {counts.ShortPages} too short, {found.Sum(article => article.Text.Length)} characters");

        // What no reader of a page sees. A few pages have broken markup, or hold a program.
        string[] markup = ["{{", "}}", "[[", "]]", "{|", "|}", "<ref", "'''", "&nbsp;", "&lt;", "class=", "style="];
        Assert.InRange(found.Count(article => markup.Any(article.Text.Contains)), 0, found.Count / 25);
        Assert.All(found, article =>
        {
            Assert.StartsWith($"= {article.Title} =\n", article.Text);
            Assert.DoesNotContain("\n\n", article.Text);
        });
    }

    [Theory]
    [InlineData("ha", 160)]
    [InlineData("ig", 100)]
    public void Nearly_every_word_that_WikiExtractor_found_is_found(string language, int least)
    {
        if (SharedFiles.Find($"data/wikidump/{language}wiki-pages-articles.xml.bz2", output) is not { } dump
            || SharedFiles.Find($"data/corpora/{language}.txt.xz", output) is not { } corpus)
            return;
        var articles = WikiDump.Read(dump, new() { TitleAsHeading = false }).ToDictionary(article => article.Title, article => Words(article.Text));
        int pages = 0, words = 0, found = 0;
        foreach (var document in TextCorpus.Read(corpus))
        {
            // The first line is the title; the file holds other text too.
            var lines = document.Split('\n', 2);
            if (lines.Length < 2 || !articles.TryGetValue(lines[0].Trim(), out var ours))
                continue;
            pages++;
            foreach (var (word, count) in Words(lines[1]))
            {
                words += count;
                found += Math.Min(count, ours.GetValueOrDefault(word));
            }
        }

        output.WriteLine($"{found} of {words} words on {pages} pages");
        Assert.InRange(pages, least, articles.Count);
        Assert.InRange((double)found / words, 0.99, 1);

        static Dictionary<string, int> Words(string text) => Regex.Matches(text, @"\w+").CountBy(match => match.Value).ToDictionary();
    }

    private string Refused(string path) => Assert.Throws<InvalidDataException>(() => WikiDump.Read(path).Count()).Message;

    private string Write(string xml)
    {
        File.WriteAllText(_folder.File("dump.xml"), xml);
        return _folder.File("dump.xml");
    }
}
