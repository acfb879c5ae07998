namespace PaperExperiments.Tests;

public sealed class ExperimentDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_fiftieth_of_the_documents_is_held_out_but_none_that_is_much_of_the_text()
    {
        // The first document alone is four fifths of the text, the third a twentieth.
        string[] documents = [.. Enumerable.Range(0, 150).Select(i => new string((char)('a' + (i % 20)), i switch { 0 => 8_000, 2 => 500, _ => 10 }))];
        Directory.CreateDirectory(_folder.File("corpora"));
        File.WriteAllText(_folder.File("corpora/sw.txt.xz"), string.Join("\n\n", documents));
        var text = new ExperimentData(_folder.Path).Text("sw");
        Assert.Equal([documents[1], documents[3], documents[4]], text.Validation);
        Assert.Equal([documents[0], documents[2], .. documents[5..]], text.Training);
    }

    [Fact]
    public void A_document_of_many_lines_stays_one()
    {
        Directory.CreateDirectory(_folder.File("corpora"));
        var first = string.Join('\n', Enumerable.Range(0, 12_000));
        File.WriteAllText(_folder.File("corpora/sw.txt.xz"), $"{first}\n\nsecond\n");
        var data = new ExperimentData(_folder.Path);
        Assert.Equal([first, "second"], data.Corpus("sw"));
        Assert.Equal(["0 1 2 3 4", "5 6 7 8 9"], data.Portions("sw", 5).Take(2));
        Assert.Single(data.Portions("sw", 7_000));
    }
}
