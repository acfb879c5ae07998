namespace Microsoft.ML.MultiFit.Tests;

public class DocumentBatchesTests
{
    [Theory]
    [InlineData(12, 4, 3, 12)]
    [InlineData(14, 4, 3, 12)]     // the remainder of two is left out
    [InlineData(3, 4, 1, 3)]       // less than a batch: one of all
    [InlineData(1000, 9, 111, 999)]
    public void An_epoch_has_every_document_at_most_once_and_only_full_batches(int documents, int batchSize, int steps, int used)
    {
        var batches = new DocumentBatches(Corpus(documents), batchSize, 99, seed: 1);
        var all = batches.Epoch(0).ToArray();
        Assert.Equal(steps, batches.StepsPerEpoch);
        Assert.Equal(steps, all.Length);
        var seen = all.SelectMany(batch => batch.Documents).ToArray();
        Assert.Equal(used, seen.Length);
        Assert.Equal(used, seen.Distinct().Count());
    }

    [Fact]
    public void Another_remainder_is_left_out_every_epoch()
    {
        var batches = new DocumentBatches(Corpus(14), 4, 99, seed: 1);
        var seen = Enumerable.Range(0, 20).SelectMany(epoch => batches.Epoch(epoch).SelectMany(batch => batch.Documents));
        Assert.Equal(14, seen.Distinct().Count());
    }

    [Fact]
    public void The_longest_document_comes_first_and_batches_hold_similar_lengths()
    {
        var corpus = Corpus(400);
        var all = new DocumentBatches(corpus, 8, 99, seed: 2).Epoch(3).ToArray();
        Assert.Equal(Enumerable.Range(0, 400).Max(corpus.Length), all[0].Length);
        int padding = all.Sum(batch => batch.Padding.Sum());
        int tokens = all.Sum(batch => batch.TokenCount);
        Assert.InRange(padding, 0, tokens / 10);
        Assert.NotEqual(all.Select(batch => batch.Length), all.Select(batch => batch.Length).OrderDescending());
    }

    [Fact]
    public void The_order_depends_on_seed_and_epoch_alone()
    {
        var corpus = Corpus(100);
        int[] Order(int seed, int epoch) => [.. new DocumentBatches(corpus, 8, 99, seed).Epoch(epoch).SelectMany(batch => batch.Documents)];
        Assert.Equal(Order(1, 2), Order(1, 2));
        Assert.NotEqual(Order(1, 2), Order(1, 3));
        Assert.NotEqual(Order(1, 2), Order(2, 2));
    }

    [Fact]
    public void Evaluation_has_every_document_once_longest_first()
    {
        var corpus = Corpus(30);
        var all = new DocumentBatches(corpus, 4, 99, seed: 0).LongestFirst().ToArray();
        Assert.Equal(Enumerable.Range(0, 30), all.SelectMany(batch => batch.Documents).Order());
        var lengths = all.SelectMany(batch => batch.Documents).Select(corpus.Length).ToArray();
        Assert.Equal(lengths.OrderDescending(), lengths);
    }

    [Fact]
    public void Padding_is_in_front_and_masked()
    {
        var corpus = TokenCorpus.Of([[5, 6, 7], [8]]);
        var batch = Assert.Single(new DocumentBatches(corpus, 2, 99, seed: 0).LongestFirst());
        Assert.Equal([0, 1], batch.Documents);
        Assert.Equal([5L, 6, 7, 99, 99, 8], batch.Ids);
        Assert.Equal([1f, 1, 1, 0, 0, 1], batch.Mask());
        Assert.Equal(4, batch.TokenCount);
        Assert.True(batch.HasPadding);
    }

    private static TokenCorpus Corpus(int documents)
    {
        var random = new Random(11);
        return TokenCorpus.Of(Enumerable.Range(0, documents).Select(i => Enumerable.Repeat(i, random.Next(1, 200)).ToArray()));
    }
}
