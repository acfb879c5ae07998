namespace Microsoft.ML.MultiFit.Tests;

public class TokenCorpusTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Keeps_texts_in_their_order_on_any_number_of_threads(int threads)
    {
        var texts = Enumerable.Range(0, 500).Select(i => new string('x', i % 7) + i).ToArray();
        var corpus = TokenCorpus.Encode(texts, text => [.. text.Select(letter => (int)letter)], threads, default);
        Assert.Equal(texts.Length, corpus.DocumentCount);
        Assert.Equal(texts.Sum(text => text.Length), corpus.TokenCount);
        for (int i = 0; i < texts.Length; i++)
            Assert.Equal(texts[i], string.Concat(corpus[i].ToArray().Select(id => (char)id)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Throws_a_failure_of_the_tokenizer_as_it_is(int threads)
    {
        var failure = Assert.Throws<InvalidDataException>(
            () => TokenCorpus.Encode(["a", "b", "c"], text => text == "b" ? throw new InvalidDataException("b") : [1], threads, default));
        Assert.Equal("b", failure.Message);
    }

    [Fact]
    public void Stops_when_cancelled()
    {
        using var source = new CancellationTokenSource();
        int encoded = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => TokenCorpus.Encode(
            Enumerable.Repeat("a", 100),
            _ =>
            {
                if (++encoded == 5)
                    source.Cancel();
                return [1];
            },
            1,
            source.Token));
        Assert.Equal(5, encoded);
    }
}
