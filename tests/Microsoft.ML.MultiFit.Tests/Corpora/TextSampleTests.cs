namespace Microsoft.ML.MultiFit.Tests;

public class TextSampleTests
{
    [Fact]
    public void All_texts_are_taken_where_they_fit()
    {
        string[] texts = ["aa", "", "b", "ccc"];
        Assert.Equal(texts, TextSample.Take(texts, 6, seed: 1));
    }

    [Fact]
    public void The_sample_fits_keeps_the_order_and_depends_on_the_seed()
    {
        var texts = Enumerable.Range(100, 900).Select(i => $"{i}").ToArray();
        var sample = TextSample.Take(texts, 300, seed: 1);
        Assert.Equal(100, sample.Count);
        Assert.Equal(sample.Order(StringComparer.Ordinal), sample);
        Assert.Equal(sample, TextSample.Take(texts, 300, seed: 1));
        Assert.NotEqual(sample, TextSample.Take(texts, 300, seed: 2));
    }

    [Fact]
    public void Every_text_is_as_likely_as_any_other()
    {
        // 400 samples of 10 of 40 texts: 100 each, with a standard deviation of 8.7.
        var texts = Enumerable.Range(10, 40).Select(i => $"{i}").ToArray();
        var counts = Enumerable.Range(0, 400).SelectMany(seed => TextSample.Take(texts, 20, seed)).CountBy(text => text).ToDictionary();
        Assert.Equal(40, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 60, 140));
    }
}
