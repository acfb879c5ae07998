namespace Microsoft.ML.MultiFit;

/// <summary>Sees the encoder's output of a run of documents, chunk by chunk in order.</summary>
internal interface IEncoderOutputReader
{
    /// <summary>Reads a chunk's output, <c>[rows, embedding or more]</c>.</summary>
    void Read(RowTiles output, DocumentChunk chunk);
}

/// <summary>Sends documents through the encoder on several threads. A document's result does not depend on the others or on the threads.</summary>
internal static class DocumentScoring
{
    // Documents that one thread takes at once hold at least that many tokens together.
    private const int RunTokens = 1024;

    /// <summary>Runs all documents.</summary>
    /// <param name="encoder">The weights.</param>
    /// <param name="documents">Piece ids of each document.</param>
    /// <param name="createReader">Makes the reader of one run of consecutive documents; called on any thread.</param>
    /// <param name="threadCount">Threads to use; null leaves one per core.</param>
    /// <param name="cancellationToken">Looked at once per chunk.</param>
    /// <exception cref="ArgumentException">A document is empty or has an id outside the vocabulary; the message names its index.</exception>
    public static void Run(
        PackedEncoder encoder,
        IReadOnlyList<int[]> documents,
        Func<IEncoderOutputReader> createReader,
        int? threadCount,
        CancellationToken cancellationToken)
    {
        int threads = threadCount ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1, nameof(threadCount));
        Check(documents, encoder.Architecture.VocabularySize);
        var runs = Runs(documents);

        // Few runs cannot feed all threads: then the threads share every layer's units instead.
        bool shareLayers = runs.Count < threads;
        var options = new ParallelOptions { MaxDegreeOfParallelism = shareLayers ? 1 : threads, CancellationToken = cancellationToken };
        Parallel.ForEach(runs, options, run =>
        {
            var scorer = encoder.Rent();
            var reader = createReader();
            foreach (var chunk in DocumentChunk.Cut(documents, run, encoder.ChunkCapacity))
            {
                cancellationToken.ThrowIfCancellationRequested();
                reader.Read(scorer.Forward(documents, chunk, shareLayers ? threads : 1), chunk);
            }

            encoder.Return(scorer);
        });
    }

    private static List<Range> Runs(IReadOnlyList<int[]> documents)
    {
        var runs = new List<Range>();
        int start = 0;
        long tokens = 0;
        for (int document = 0; document < documents.Count; document++)
        {
            tokens += documents[document].Length;
            if (tokens < RunTokens && document < documents.Count - 1)
                continue;
            runs.Add(start..(document + 1));
            start = document + 1;
            tokens = 0;
        }

        return runs;
    }

    private static void Check(IReadOnlyList<int[]> documents, int vocabularySize)
    {
        ArgumentNullException.ThrowIfNull(documents);
        for (int document = 0; document < documents.Count; document++)
        {
            if (documents[document] is not { Length: > 0 } ids)
                throw new ArgumentException($"Document {document} has no pieces.", nameof(documents));
            foreach (int id in ids)
            {
                if ((uint)id >= (uint)vocabularySize)
                    throw new ArgumentException($"Document {document} has piece id {id}, outside the vocabulary of {vocabularySize}.", nameof(documents));
            }
        }
    }
}
