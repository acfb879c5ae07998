namespace Microsoft.ML.MultiFit;

/// <summary>
/// Learns a <see cref="CrossLingualEmbedding"/> from sentence pairs alone. Each piece of either language gets a distribution over the source language's
/// pieces: itself as often as it is a source piece, else what it translates, by IBM Model 1 (Brown et al. 1993) with a diagonal prior (Dyer et al. 2013). These
/// rows, times the squared inverse document frequency of the source pieces, are projected on their first singular directions: latent semantic indexing across
/// languages (Littman, Dumais and Landauer 1998) of an alignment matrix instead of sentence co-occurrence (Levy, Søgaard and Goldberg 2017).
/// </summary>
/// <remarks>
/// Memory grows with the number of different piece pairs that occur in one sentence pair, about 12 bytes each. Equal pairs and options give equal vectors,
/// whatever the number of threads.
/// </remarks>
public sealed class CrossLingualEmbeddingTrainer
{
    /// <summary>A translation less likely than this is noise of frequent pieces.</summary>
    private const float SmallestProbability = 0.01f;

    private readonly CrossLingualEmbeddingOptions _options;
    private readonly int _threadCount;

    /// <summary>Creates a trainer.</summary>
    /// <exception cref="ArgumentException">Options are out of range; the message lists all of them.</exception>
    public CrossLingualEmbeddingTrainer(CrossLingualEmbeddingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options.Check(nameof(options), options.Problems());
        _options = options;
        _threadCount = options.ThreadCount ?? Environment.ProcessorCount;
    }

    /// <summary>Learns pieces, translations and vectors.</summary>
    /// <param name="pairs">The sentence pairs; read once. A pair with an empty side is passed over.</param>
    /// <param name="progress">Gets reports of the stages <c>vocabulary</c> and <c>alignment</c>; the latter's loss is in nats per source piece.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidDataException">There is no pair with two sides, or none that is short enough.</exception>
    public CrossLingualEmbedding Train(IEnumerable<SentencePair> pairs, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var texts = pairs.Where(pair => !string.IsNullOrWhiteSpace(pair.Source) && !string.IsNullOrWhiteSpace(pair.Target)).ToList();
        if (texts.Count == 0)
            throw new InvalidDataException("There is no sentence pair with text on both sides, so there is nothing to learn from.");
        var vocabulary = new UnigramTrainer(_options.Vocabulary with { ThreadCount = _options.Vocabulary.ThreadCount ?? _options.ThreadCount })
            .Train(texts.SelectMany(pair => new[] { pair.Source, pair.Target }), progress, cancellationToken);
        var aligned = Cut(texts, vocabulary, cancellationToken);
        int iteration = 0;
        var table = PieceAlignment.Learn(aligned, _options.AlignmentIterations, _threadCount, Report, cancellationToken);
        var vectors = Vectors(aligned, table, cancellationToken);
        return new CrossLingualEmbedding(vocabulary, new WeightTensor([vocabulary.Pieces.Count, vectors.Length / vocabulary.Pieces.Count], vectors));

        void Report(double loss) => progress?.Report(new TrainingProgress("alignment", 0, 0, ++iteration, _options.AlignmentIterations, loss));
    }

    private AlignedPieces Cut(List<SentencePair> texts, SentencePieceModel vocabulary, CancellationToken cancellationToken)
    {
        var tokenizer = new UnigramTokenizer(vocabulary);
        var (source, target) = (new int[texts.Count][], new int[texts.Count][]);
        ParallelBlocks.For(texts.Count, _threadCount, pair => (source[pair], target[pair]) = (Encode(texts[pair].Source), Encode(texts[pair].Target)), cancellationToken);
        int[] kept = [.. Enumerable.Range(0, texts.Count).Where(pair => IsUsable(source[pair]) && IsUsable(target[pair]))];
        return kept.Length > 0
            ? new AlignedPieces([.. kept.Select(pair => source[pair])], [.. kept.Select(pair => target[pair])], vocabulary.Pieces.Count)
            : throw new InvalidDataException($"None of {texts.Count} sentence pairs has from 1 to {_options.MaxSentenceLength} known pieces on both sides.");

        // What is unknown says nothing: it is many different things.
        int[] Encode(string text) => [.. tokenizer.EncodeToIds(text).Where(id => id != vocabulary.UnknownTextId)];

        bool IsUsable(int[] pieces) => pieces.Length > 0 && pieces.Length <= _options.MaxSentenceLength;
    }

    /// <summary>The rows of all pieces, projected: <c>[pieces, dimension]</c>.</summary>
    private float[] Vectors(AlignedPieces pairs, SparseMatrix table, CancellationToken cancellationToken)
    {
        var (sourceFrequency, targetFrequency) = (DocumentFrequency(pairs.Source, pairs.PieceCount), DocumentFrequency(pairs.Target, pairs.PieceCount));
        var rows = Enumerable.Range(0, pairs.PieceCount).Select(id => Row(id)).ToList();
        var weighted = SparseMatrix.Create(rows, pairs.PieceCount);

        // A direction matters as much as the sentences that point in it.
        var frequent = SparseMatrix.Create([.. rows.Select((row, id) => Scaled(row, MathF.Sqrt(sourceFrequency[id] + targetFrequency[id])))], pairs.PieceCount);
        int dimension = Math.Min(_options.Dimension, sourceFrequency.Count(count => count > 0));
        var basis = TruncatedSvd.RightVectors(frequent, dimension, _options.SvdIterations, _options.Seed, _threadCount, cancellationToken);
        return weighted.Multiply(basis, dimension, _threadCount);

        List<(int Column, float Value)> Row(int id)
        {
            float sourceShare = sourceFrequency[id] / (float)Math.Max(1, sourceFrequency[id] + targetFrequency[id]);
            var row = new Dictionary<int, float>();
            var columns = table.ColumnsOf(id);
            var values = table.ValuesOf(id);
            for (int i = 0; i < columns.Length; i++)
                row[columns[i]] = (1 - sourceShare) * values[i];
            if (sourceShare > 0)
                row[id] = row.GetValueOrDefault(id) + sourceShare;
            var kept = row.Where(entry => entry.Value >= SmallestProbability).OrderBy(entry => entry.Key).ToList();
            float sum = kept.Sum(entry => entry.Value);
            return [.. kept.Select(entry => (entry.Key, entry.Value / sum * Weight(entry.Key)))];
        }

        // Squared, because without it what frequent pieces stand for drowns what a text is about: zero-shot accuracy on development documents said so.
        float Weight(int id) => MathF.Pow(MathF.Log((1f + pairs.PairCount) / (1 + sourceFrequency[id])), 2);

        static List<(int Column, float Value)> Scaled(IReadOnlyList<(int Column, float Value)> row, float factor) =>
            [.. row.Select(entry => (entry.Column, entry.Value * factor))];
    }

    /// <summary>How many sentences have each piece.</summary>
    private static int[] DocumentFrequency(IReadOnlyList<int[]> sentences, int pieceCount)
    {
        var counts = new int[pieceCount];
        foreach (int id in sentences.SelectMany(sentence => sentence.Distinct()))
            counts[id]++;
        return counts;
    }
}
