namespace Microsoft.ML.MultiFit;

/// <summary>Documents in batches of similar length (method file, section 8), padded at the front.</summary>
internal sealed class DocumentBatches
{
    /// <summary>Documents are sorted by length within blocks of that many batches.</summary>
    private const int BatchesPerBlock = 50;

    private readonly TokenCorpus _corpus;
    private readonly int _batchSize;
    private readonly int _paddingId;
    private readonly int _seed;

    /// <param name="corpus">At least one document, none of them empty.</param>
    /// <param name="batchSize">Documents per batch.</param>
    /// <param name="paddingId">The id in front of shorter documents.</param>
    /// <param name="seed">Seed of the order of documents.</param>
    public DocumentBatches(TokenCorpus corpus, int batchSize, int paddingId, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(corpus.DocumentCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        _corpus = corpus;
        _batchSize = batchSize;
        _paddingId = paddingId;
        _seed = seed;
    }

    /// <summary>Full batches only, since batch norm learns badly from a remainder; one of all documents where they do not fill it.</summary>
    public int StepsPerEpoch => Math.Max(1, _corpus.DocumentCount / _batchSize);

    /// <summary>
    /// The training batches of an epoch, "sortish": a permutation is cut into blocks, each sorted longest first and cut into batches; the batch
    /// with the longest document comes first (memory is short at once or never), the others are shuffled. A remainder that does not fill a
    /// batch is left out, another one every epoch. Depends on seed and epoch alone.
    /// </summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="firstStep">The batches before it are left out.</param>
    public IEnumerable<DocumentBatch> Epoch(int epoch, int firstStep = 0)
    {
        var random = Shuffling.Random(_seed, epoch);
        var order = Enumerable.Range(0, _corpus.DocumentCount).ToArray();
        random.Shuffle(order);
        var batches = order
            .Take(StepsPerEpoch * _batchSize)
            .Chunk(BatchesPerBlock * _batchSize)
            .SelectMany(block => LongestFirst(block).Chunk(_batchSize))
            .ToArray();
        int longest = Array.IndexOf(batches, batches.MaxBy(batch => _corpus.Length(batch[0])));
        (batches[0], batches[longest]) = (batches[longest], batches[0]);
        random.Shuffle(batches.AsSpan(1));
        return batches.Skip(firstStep).Select(Batch);
    }

    /// <summary>The batches of an evaluation: longest documents first, every document once.</summary>
    public IEnumerable<DocumentBatch> LongestFirst() =>
        LongestFirst(Enumerable.Range(0, _corpus.DocumentCount)).Chunk(_batchSize).Select(Batch);

    private IEnumerable<int> LongestFirst(IEnumerable<int> documents) => documents.OrderByDescending(_corpus.Length);

    private DocumentBatch Batch(int[] documents)
    {
        int length = documents.Max(_corpus.Length);
        var ids = new long[documents.Length * length];
        var padding = new int[documents.Length];
        for (int row = 0; row < documents.Length; row++)
        {
            var document = _corpus[documents[row]];
            padding[row] = length - document.Length;
            var target = ids.AsSpan(row * length, length);
            target[..padding[row]].Fill(_paddingId);
            for (int i = 0; i < document.Length; i++)
                target[padding[row] + i] = document[i];
        }

        return new DocumentBatch(documents, ids, length, padding);
    }
}
