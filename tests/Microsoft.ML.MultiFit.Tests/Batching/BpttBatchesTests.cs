namespace Microsoft.ML.MultiFit.Tests;

public class BpttBatchesTests
{
    [Theory]
    [InlineData(60, 3, 4)]    // 60 = 5 · 12: the steps divide the stream
    [InlineData(61, 3, 4)]
    [InlineData(7, 3, 4)]     // less than one batch
    [InlineData(2, 4, 5)]
    [InlineData(100, 1, 7)]
    public void Row_j_reads_the_ring_from_j_T_over_B_on(int tokens, int rows, int bptt)
    {
        var corpus = Corpus(tokens);
        var batches = new BpttBatches(corpus, rows, bptt, seed: 3);
        var all = batches.Epoch(0).ToArray();
        Assert.Equal((int)Math.Ceiling(tokens / (double)(rows * bptt)), all.Length);
        Assert.Equal(all.Length, batches.StepsPerEpoch);

        // Tokens are unique, so the first row of an epoch that is long enough spells the shuffled ring; rebuild it from whole documents.
        var ring = RingOf(corpus, all, rows, bptt);
        for (int row = 0; row < rows; row++)
        {
            int start = (int)((long)row * tokens / rows);
            for (int i = 0; i < all.Length * bptt; i++)
            {
                var batch = all[i / bptt];
                int place = (row * bptt) + (i % bptt);
                Assert.Equal(ring[(start + i) % tokens], batch.Input[place]);
                Assert.Equal(ring[(start + i + 1) % tokens], batch.Target[place]);
            }
        }
    }

    [Fact]
    public void An_epoch_reads_every_token_exactly_once_when_steps_divide_it()
    {
        var all = new BpttBatches(Corpus(60), 3, 4, seed: 3).Epoch(1);
        Assert.Equal(Enumerable.Range(0, 60).Select(id => (long)id), all.SelectMany(batch => batch.Input).Order());
    }

    [Fact]
    public void Documents_are_shuffled_anew_each_epoch_and_the_same_way_for_the_same_seed()
    {
        var corpus = Corpus(200);
        var batches = new BpttBatches(corpus, 2, 10, seed: 5);
        long[] Inputs(BpttBatches source, int epoch) => [.. source.Epoch(epoch).SelectMany(batch => batch.Input)];
        Assert.NotEqual(Inputs(batches, 0), Inputs(batches, 1));
        Assert.Equal(Inputs(batches, 1), Inputs(new BpttBatches(corpus, 2, 10, seed: 5), 1));
        Assert.NotEqual(Inputs(batches, 0), Inputs(new BpttBatches(corpus, 2, 10, seed: 6), 0));
    }

    [Theory]
    [InlineData(60, 3, 4)]
    [InlineData(61, 3, 4)]
    [InlineData(7, 50, 4)]
    [InlineData(2, 4, 5)]
    public void Evaluation_predicts_every_token_but_the_first_exactly_once(int tokens, int rows, int bptt)
    {
        var targets = new List<int>();
        foreach (var batch in new BpttBatches(Corpus(tokens), rows, bptt, seed: 0).InOrder())
        {
            for (int i = 0; i < batch.Target.Length; i++)
            {
                if (batch.Target[i] >= 0)
                {
                    Assert.Equal(batch.Input[i] + 1, batch.Target[i]);
                    targets.Add(batch.Target[i]);
                }
            }
        }

        Assert.Equal(Enumerable.Range(1, tokens - 1), targets.Order());
    }

    [Fact]
    public void Empty_documents_are_skipped()
    {
        var corpus = TokenCorpus.Of([[], [0, 1], [], [2], []]);
        var batch = Assert.Single(new BpttBatches(corpus, 1, 6, seed: 0).InOrder().Take(1));
        Assert.Equal([0L, 1, 2], batch.Input);
    }

    /// <summary>Documents of 1, 2, 3, … tokens; every token's id is its place.</summary>
    private static TokenCorpus Corpus(int tokens)
    {
        var documents = new List<int[]>();
        for (int start = 0, length = 1; start < tokens; start += length, length++)
            documents.Add([.. Enumerable.Range(start, Math.Min(length, tokens - start))]);
        return TokenCorpus.Of(documents);
    }

    /// <summary>The shuffled stream, found by following each token to the one predicted after it.</summary>
    private static int[] RingOf(TokenCorpus corpus, BpttBatch[] all, int rows, int bptt)
    {
        var next = new Dictionary<long, int>();
        foreach (var batch in all)
        {
            for (int i = 0; i < rows * bptt; i++)
                next[batch.Input[i]] = batch.Target[i];
        }

        Assert.Equal(corpus.TokenCount, next.Count);
        var ring = new int[corpus.TokenCount];
        ring[0] = (int)all[0].Input[0];
        for (int i = 1; i < ring.Length; i++)
            ring[i] = next[ring[i - 1]];
        Assert.Equal(Enumerable.Range(0, (int)corpus.TokenCount), ring.Order());

        // Inside a document the order is the document's.
        for (int document = 0; document < corpus.DocumentCount; document++)
        {
            for (int i = 1; i < corpus.Length(document); i++)
                Assert.Equal(corpus[document][i], next[corpus[document][i - 1]]);
        }

        return ring;
    }
}
