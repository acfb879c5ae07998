using System.IO.Compression;

namespace MultiFit.Cli.Tests.Verbs;

public sealed class CorpusVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_dump_becomes_text_with_a_blank_line_between_articles()
    {
        var dump = Dump("Ein [[Haus]].\n\n== Bau ==\n* Stein{{x}}", "Ein Hof.", "#REDIRECT [[Hof]]", "");
        var run = CommandRun.Of("corpus", "--input", dump, "--output", _folder.File("out.txt"), "--min-tokens", "0");
        Assert.Equal("", run.Succeeded());
        Assert.Equal("= P0 =\nEin Haus.\nBau\nStein\n\n= P1 =\nEin Hof.\n", File.ReadAllText(_folder.File("out.txt")));
        Assert.Contains("2 documents of 4 pages: 4 in the namespace; 1 redirects, 1 empty, 0 too short", run.Error);
        Assert.Equal(["dump.xml", "out.txt"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void What_is_kept_can_be_chosen()
    {
        var dump = Dump("Ein Haus.\n\n== Bau ==\nStein.\n* Holz", "Ein Hof.");
        var run = CommandRun.Of(
            "corpus", "--input", dump, "--output", "-", "--min-tokens", "7", "--no-titles", "--no-headings", "--no-lists", "--language", "de", "--quiet");
        Assert.Equal("Ein Haus.\nStein.\n", run.Succeeded());
        Assert.Equal("", run.Error);
        Assert.Equal("", CommandRun.Of("corpus", "--input", _folder.Write("t.txt", "a\n"), "--output", _folder.File("o"), "--quiet").Error);
    }

    [Fact]
    public void A_split_writes_a_file_for_each_part_in_the_published_order()
    {
        // 1,000,000 tokens a document with the end of the line, so that two fill the training part.
        var million = string.Concat(Enumerable.Repeat("w ", 999_999));
        var text = _folder.Write("t.txt", string.Concat(Enumerable.Range(0, 6).Select(i => $"{(char)('a' + i)}{million}\n")));
        CommandRun.Of("corpus", "--input", text, "--split", "--max-tokens", "3000000", "--output", _folder.File("out.txt.gz")).Succeeded();
        Assert.Equal("abe", Firsts("out.train.txt.gz"));
        Assert.Equal("c", Firsts("out.validation.txt.gz"));
        Assert.Equal("d", Firsts("out.test.txt.gz"));

        string Firsts(string name)
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(_folder.File(name)), CompressionMode.Decompress));
            return string.Concat(reader.ReadToEnd().Split("\n\n").Select(document => document[0]));
        }
    }

    [Fact]
    public void Tokens_are_counted_in_the_dumps_language()
    {
        var dump = Dump("a");
        File.WriteAllText(dump, File.ReadAllText(dump).Replace("<mediawiki>", "<mediawiki xml:lang=\"it\">"));
        using var corpus = new Corpus(["-", dump], "text", null, new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null, false));
        Assert.Equal("it", corpus.Language());
    }

    [Fact]
    public void Documents_may_be_ended_by_a_marker()
    {
        var text = _folder.Write("t.txt", "a\n\nb\n%%\nc\n");
        Assert.Equal("a\nb\n\nc\n", CommandRun.Of("corpus", "--input", text, "--boundary", "%%", "--output", "-").Succeeded());
        Assert.Equal("a\n\nb\n\nc\n", CommandRun.WithInput("a\nb\nc\n", "corpus", "--input", "-", "--output", "-").Succeeded());
    }

    [Theory]
    [InlineData("--max-tokens 5 --output x.txt", "--max-tokens goes with --split")]
    [InlineData("--split --output -", "--split writes three files")]
    [InlineData("--min-tokens -1 --output x.txt", "--min-tokens must be a whole number of at least 0, but is '-1'")]
    [InlineData("--output /no/such/folder/x", "there is no folder")]
    [InlineData("--language German --output x.txt", "Language must be an ISO 639 code")]
    public void Wrong_options_are_refused(string options, string expected) =>
        Assert.Contains(expected, CommandRun.Of(["corpus", "--input", Dump("a"), .. options.Split(' ')]).Refused());

    [Fact]
    public void A_damaged_dump_is_refused_with_the_place()
    {
        var dump = _folder.Write("dump.xml", "<mediawiki>\n<page></mediawiki>");
        Assert.Contains("dump.xml(2,", CommandRun.Of("corpus", "--input", dump, "--output", _folder.File("out.txt")).Refused());
        Assert.False(File.Exists(_folder.File("out.txt")));
    }

    private string Dump(params string[] pages) => _folder.Write(
        "dump.xml",
        "<mediawiki>" + string.Concat(pages.Select((text, i) => $"<page><title>P{i}</title><ns>0</ns><revision><text>{text}</text></revision></page>")) + "</mediawiki>");
}
