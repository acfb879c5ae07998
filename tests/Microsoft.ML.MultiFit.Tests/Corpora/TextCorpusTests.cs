namespace Microsoft.ML.MultiFit.Tests;

public sealed class TextCorpusTests : IDisposable
{
    private static readonly string[] s_lines = ["", "a", "b", " ", "", "***", "c", " *** ", "d", ""];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_boundary_cuts_the_same_lines_its_own_way()
    {
        Assert.Equal(["a\nb", "***\nc\n *** \nd"], Divide(DocumentBoundary.BlankLine));
        Assert.Equal(["a", "b", "***", "c", " *** ", "d"], Divide(DocumentBoundary.EveryLine));
        Assert.Equal(["a\nb", "c", "d"], Divide(DocumentBoundary.Marker("***")));
        Assert.Equal(["a\nb", "***\nc\n *** \nd"], Divide(DocumentBoundary.Detected));
        Assert.Equal(["a", "b"], TextCorpus.Documents(["", "a", "b", ""], DocumentBoundary.Detected));
    }

    [Fact]
    public void A_boundary_is_found_behind_a_long_document_and_no_later_than_need_be()
    {
        var first = Enumerable.Range(0, 50_000).Select(i => $"{i}").ToList();
        int read = 0;
        using var documents = TextCorpus.Documents(first.Append("").Append("second").Append("").Append("third").Select(line => (read++, line).line), DocumentBoundary.Detected)
            .GetEnumerator();
        Assert.True(documents.MoveNext());
        Assert.Equal(string.Join('\n', first), documents.Current);
        Assert.Equal(first.Count + 2, read);
        Assert.True(documents.MoveNext());
        Assert.Equal("second", documents.Current);
    }

    [Fact]
    public void Only_the_document_that_is_asked_for_is_read()
    {
        int read = 0;
        using var documents = TextCorpus.Documents(Lines(), DocumentBoundary.BlankLine).GetEnumerator();
        for (int i = 1; i <= 5; i++)
        {
            Assert.True(documents.MoveNext());
            Assert.Equal(2 * i, read);
        }

        IEnumerable<string> Lines()
        {
            while (true)
                yield return read++ % 2 == 0 ? "text" : "";
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\nb")]
    public void A_marker_is_a_line(string marker) => Assert.Throws<ArgumentException>(() => DocumentBoundary.Marker(marker));

    [Fact]
    public void A_document_without_end_is_refused_by_line()
    {
        var lines = Enumerable.Repeat(new string('x', 1 << 20), 80);
        var error = Assert.Throws<InvalidDataException>(() => TextCorpus.Documents(lines, DocumentBoundary.BlankLine, "big.txt").Count());
        Assert.StartsWith("big.txt(64): a document of more than 67108864 characters", error.Message);
    }

    [Fact]
    public void Packed_files_are_known_by_their_content()
    {
        // "Ein Haus.\n\nEin Hof.\n" packed by xz, two files joined.
        File.WriteAllBytes(_folder.File("x"), Convert.FromBase64String(XzBytes));
        Assert.Equal(["Ein Haus.", "Ein Hof."], TextCorpus.Read(_folder.File("x")));
        File.WriteAllBytes(_folder.File("cut"), Convert.FromBase64String(XzBytes)[..^40]);
        Assert.Contains("damaged xz file", Assert.Throws<InvalidDataException>(() => TextCorpus.Read(_folder.File("cut")).Count()).Message);
    }

    [Fact]
    public void Missing_files_and_folders_are_named()
    {
        Assert.EndsWith("nowhere: there is no such file", Assert.Throws<FileNotFoundException>(() => TextCorpus.Read(_folder.File("nowhere")).Count()).Message);
        Assert.EndsWith("this is a folder, a file is needed", Assert.Throws<FileNotFoundException>(() => TextCorpus.Read(_folder.Path).Count()).Message);
    }

    private static IEnumerable<string> Divide(DocumentBoundary boundary) => TextCorpus.Documents(s_lines, boundary);

    private const string XzBytes =
        "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAORWluIEhhdXMuCgpFaW4gAACoTGv+5J5BtAABJw/fGvxqH7bzfQEAAAAABFla/Td6WFoAAATm1r"
        + "RGAgAhARYAAAB0L+WjAQAESG9mLgoAAAAAlr1PK0iHSu4AAR0FuC2Arx+2830BAAAAAARZWg==";
}
