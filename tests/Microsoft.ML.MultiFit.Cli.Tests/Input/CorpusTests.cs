namespace MultiFit.Cli.Tests.Input;

public sealed class CorpusTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Blank_lines_separate_documents_of_several_paragraphs() =>
        Assert.Equal(["a\nb", "c"], Read(_folder.Write("c.txt", "\na\nb\n\n \nc\n\n")));

    [Fact]
    public void Without_blank_lines_inside_each_line_is_a_document() =>
        Assert.Equal(["a", "b", "c"], Read(_folder.Write("c.txt", "\na\nb\nc\n\n")));

    [Fact]
    public void A_blank_line_after_the_probed_ones_changes_nothing() =>
        Assert.Equal(120_001, Read(_folder.Write("c.txt", string.Concat(Enumerable.Repeat("x\n", 120_000)) + "\ny\n")).Count);

    [Fact]
    public void Documents_longer_than_the_probe_stay_whole()
    {
        var documents = Read(_folder.Write("c.txt", "a\n\n" + string.Concat(Enumerable.Repeat("x\n", 20_000)) + "\ny\n"));
        Assert.Equal([1, 39_999, 1], documents.Select(document => document.Length));
    }

    [Fact]
    public void Gzip_is_known_by_its_content()
    {
        var plain = _folder.Write("plain.gz", "a\nb\n");
        var packed = _folder.WriteGzip("packed.txt", "c\n\nd\n");
        Assert.Equal(["a", "b", "c", "d"], Read(plain, packed));
    }

    [Fact]
    public void Of_a_tab_separated_file_the_text_column_is_read() =>
        Assert.Equal(["good", "bad"], Read(_folder.Write("l.tsv", "label\ttext\npositive\tgood\nnegative\tbad\nnegative\t\n")));

    [Fact]
    public void Text_that_merely_has_a_tab_is_text() =>
        Assert.Equal(["a\tb", "c"], Read(_folder.Write("c.txt", "a\tb\nc\n")));

    [Fact]
    public void Standard_input_can_be_read_again()
    {
        var corpus = new Corpus(["-"], "text", null, new Terminal(new StringReader("a\nb\n"), TextWriter.Null, TextWriter.Null, false));
        Assert.Equal(["a", "b"], corpus);
        Assert.Equal(["a", "b"], corpus);
    }

    [Fact]
    public void No_more_documents_than_asked_for() =>
        Assert.Equal(["a", "b"], new Corpus([_folder.Write("c.txt", "a\nb\nc\n")], "text", 2, NoTerminal));

    [Fact]
    public void A_file_without_text_is_refused()
    {
        var path = _folder.Write("c.txt", " \n\n");
        var error = Assert.Throws<InvalidDataException>(() => new Corpus([path], "text", null, NoTerminal).Check());
        Assert.Equal($"{path}: no text", error.Message);
    }

    [Fact]
    public void Bytes_that_are_not_text_are_refused()
    {
        var path = _folder.File("latin1.txt");
        File.WriteAllBytes(path, [(byte)'a', (byte)'\n', 0xFC, (byte)'\n']);
        var error = Assert.Throws<InvalidDataException>(() => Read(path));
        Assert.StartsWith($"{path}(1): not UTF-8 text", error.Message);
    }

    [Fact]
    public void A_cut_gzip_file_is_refused()
    {
        var path = _folder.WriteGzip("c.gz", string.Concat(Enumerable.Range(0, 10_000)));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..1_000]);
        Assert.Contains("damaged gzip", Assert.Throws<InvalidDataException>(() => Read(path)).Message);
    }

    private static Terminal NoTerminal => new(TextReader.Null, TextWriter.Null, TextWriter.Null, false);

    private static List<string> Read(params string[] paths) => [.. new Corpus(paths, "text", null, NoTerminal)];
}
