namespace Microsoft.ML.MultiFit.Tests;

public sealed class ContentKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_and_dates_of_files_do_not_count_but_content_order_and_reading_do()
    {
        string one = Write("one", "text"), same = Write("same", "text"), other = Write("other", "test");
        File.SetLastWriteTimeUtc(same, DateTime.UnixEpoch);
        var key = ContentKey.OfFiles([one, other], "a");
        Assert.Equal(key, ContentKey.OfFiles([same, other], "a"));
        ContentKey[] others =
        [
            key, ContentKey.OfFiles([other, one], "a"), ContentKey.OfFiles([one, one], "a"), ContentKey.OfFiles([one], "a"),
            ContentKey.OfFiles([one, other], "b"), ContentKey.OfFiles([one, other]), ContentKey.OfFiles([one, other], "a", ""),
        ];
        Assert.Equal(others.Length, others.Distinct().Count());
    }

    [Fact]
    public void Texts_do_not_run_into_each_other() => Assert.NotEqual(ContentKey.OfTexts("ab", "c"), ContentKey.OfTexts("a", "bc"));

    [Fact]
    public void Is_written_as_the_published_hash()
    {
        // XXH3 of nothing, 128 bits, as the algorithm's own tests give it.
        Assert.Equal("99aa06d3014798d86001c324468d497f", ContentKey.OfTexts().ToString());
    }

    private string Write(string name, string content)
    {
        File.WriteAllText(_folder.File(name), content);
        return _folder.File(name);
    }
}
