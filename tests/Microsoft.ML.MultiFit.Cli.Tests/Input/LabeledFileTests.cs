namespace MultiFit.Cli.Tests.Input;

public sealed class LabeledFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_are_found_by_name()
    {
        var rows = Read("id\ttext\tlabel\n1\tein Satz \"mit Zitat\ta\n2\t\tb\n");
        Assert.Equal([(2, "a", "ein Satz \"mit Zitat"), (3, "b", "")], rows.Select(row => (row.Line, row.Row.Label, row.Row.Text)));
    }

    [Theory]
    [InlineData("", ": no documents below the header")]
    [InlineData("label\ttext\n", ": no documents below the header")]
    [InlineData("Label\ttext\na\tb\n", "(1): no column 'label'; the header has 'Label', 'text'")]
    [InlineData("label\ttext\na\tb\na\n", "(3): 1 field, but the header has 2")]
    [InlineData("label\ttext\na\tb\tc\n", "(2): 3 fields, but the header has 2")]
    [InlineData("label\ttext\n \tb\n", "(2): the label is empty")]
    public void Bad_files_are_refused_with_file_and_line(string content, string expected)
    {
        var path = _folder.File("bad.tsv");
        var error = Assert.Throws<InvalidDataException>(() => Read(content, "bad.tsv"));
        Assert.Equal(path + expected, error.Message);
    }

    [Fact]
    public void Unknown_labels_are_named_with_the_known_ones()
    {
        var rows = Read("label\ttext\na\tx\nc\ty\n");
        var error = Assert.Throws<InvalidDataException>(() => LabeledFile.RequireKnown(rows, ["a", "b"], "f.tsv"));
        Assert.Equal("f.tsv(3): unknown label 'c'; known are 'a', 'b'", error.Message);
    }

    private List<(int Line, LabeledText Row)> Read(string content, string name = "data.tsv") => LabeledFile.Read(
        _folder.Write(name, content), LabeledFile.DefaultLabelColumn, LabeledFile.DefaultTextColumn, new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null, false));
}
