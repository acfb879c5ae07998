namespace Microsoft.ML.MultiFit;

/// <summary>
/// Windows over the stream of all documents (method file, section 5): the documents form a ring of T tokens; row j of B starts at
/// ⌊j·T/B⌋ and reads on from step to step, past the start of the next row and past the ring's end where the steps do not divide T.
/// </summary>
internal sealed class BpttBatches
{
    private readonly TokenCorpus _corpus;
    private readonly int _batchSize;
    private readonly int _bpttLength;
    private readonly int _seed;

    /// <param name="corpus">At least two tokens.</param>
    /// <param name="batchSize">Rows per batch, B.</param>
    /// <param name="bpttLength">Tokens per row and step.</param>
    /// <param name="seed">Seed of the order of documents.</param>
    public BpttBatches(TokenCorpus corpus, int batchSize, int bpttLength, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(corpus.TokenCount, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(bpttLength, 1);
        _corpus = corpus;
        _batchSize = batchSize;
        _bpttLength = bpttLength;
        _seed = seed;
    }

    /// <summary>⌈T/(B·bptt)⌉.</summary>
    public int StepsPerEpoch => (int)CeilingOfQuotient(_corpus.TokenCount, (long)_batchSize * _bpttLength);

    /// <summary>The training batches of an epoch: documents in an order that depends on seed and epoch alone, every step of full length.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="firstStep">The batches before it are left out.</param>
    public IEnumerable<BpttBatch> Epoch(int epoch, int firstStep = 0)
    {
        var order = Enumerable.Range(0, _corpus.DocumentCount).ToArray();
        Shuffling.Random(_seed, epoch).Shuffle(order);
        var ring = new Ring(_corpus, order);
        for (int step = firstStep; step < StepsPerEpoch; step++)
        {
            var batch = NewBatch(_batchSize, _bpttLength);
            for (int row = 0; row < _batchSize; row++)
            {
                long start = RowStart(row, _batchSize) + ((long)step * _bpttLength);
                ring.Read(start, batch, row);
            }

            yield return batch;
        }
    }

    /// <summary>
    /// The batches of an evaluation: documents as they are, every token but the stream's first is a target exactly once. No more rows than
    /// leave each of them a full window, so that little is evaluated without its context.
    /// </summary>
    public IEnumerable<BpttBatch> InOrder()
    {
        int rows = (int)Math.Clamp(_corpus.TokenCount / _bpttLength, 1, _batchSize);
        long longest = CeilingOfQuotient(_corpus.TokenCount, rows);
        var ring = new Ring(_corpus, Enumerable.Range(0, _corpus.DocumentCount).ToArray());
        for (long offset = 0; offset < longest; offset += _bpttLength)
        {
            var batch = NewBatch(rows, (int)Math.Min(_bpttLength, longest - offset));
            for (int row = 0; row < rows; row++)
            {
                long start = RowStart(row, rows) + offset;
                ring.Read(start, batch, row);
                long end = Math.Min(RowStart(row + 1, rows), _corpus.TokenCount - 1);
                for (long i = Math.Max(0, end - start); i < batch.Length; i++)
                    batch.Target[(row * batch.Length) + i] = -1;
            }

            yield return batch;
        }
    }

    private static BpttBatch NewBatch(int rows, int length) => new(new long[rows * length], new int[rows * length], rows, length);

    private static long CeilingOfQuotient(long dividend, long divisor) => (dividend + divisor - 1) / divisor;

    private long RowStart(int row, int rows) => (long)row * _corpus.TokenCount / rows;

    /// <summary>The documents in some order, end joined to start.</summary>
    private sealed class Ring
    {
        private readonly TokenCorpus _corpus;
        private readonly int[] _order;
        private readonly long[] _starts;

        public Ring(TokenCorpus corpus, int[] order)
        {
            _corpus = corpus;
            _order = order;
            _starts = new long[order.Length];
            for (int i = 1; i < order.Length; i++)
                _starts[i] = _starts[i - 1] + corpus.Length(order[i - 1]);
        }

        /// <summary>Fills a row's input with the tokens from a position on, and its target with those one further.</summary>
        public void Read(long position, BpttBatch batch, int row)
        {
            int length = batch.Length;
            var input = batch.Input.AsSpan(row * length, length);
            var target = batch.Target.AsSpan(row * length, length);
            long start = position % _corpus.TokenCount;
            int place = Array.BinarySearch(_starts, start);
            place = place >= 0 ? place : ~place - 1;
            int inside = (int)(start - _starts[place]);
            for (int i = 0; i <= length; place = (place + 1) % _order.Length, inside = 0)
            {
                var document = _corpus[_order[place]];
                foreach (int id in document[inside..Math.Min(document.Length, inside + length + 1 - i)])
                {
                    if (i < length)
                        input[i] = id;
                    if (i > 0)
                        target[i - 1] = id;
                    i++;
                }
            }
        }
    }
}
