namespace Microsoft.ML.MultiFit;

/// <summary>
/// The steps that turn many seed pieces into a vocabulary (Kudo 2018, section 3.2): expectation, maximisation, pruning. The words are split
/// into a fixed number of parts and their results added in order, so that the outcome does not depend on the number of threads.
/// </summary>
internal sealed class UnigramLearning(UnigramCorpus corpus, int threadCount, CancellationToken cancellationToken)
{
    private const int PartCount = 16;
    private const double MinExpectedCount = 0.5;

    private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = threadCount, CancellationToken = cancellationToken };

    /// <summary>How often each piece is expected in the text.</summary>
    /// <param name="pieces">The pieces and their present scores.</param>
    /// <param name="loss">−log probability of the text, in nats per character.</param>
    public double[] Expect(UnigramPieces pieces, out double loss)
    {
        var trie = new UnigramTrie(corpus, pieces);
        var counts = new double[PartCount][];
        var logProbabilities = new double[PartCount];
        ForEachPart((part, words) =>
        {
            var lattice = new UnigramLattice(corpus, pieces, trie);
            counts[part] = new double[pieces.Count];
            foreach (int word in words)
            {
                SetWord(lattice, word);
                logProbabilities[part] += corpus.WordCounts[word] * lattice.AddExpectations(corpus.WordCounts[word], counts[part]);
            }
        });
        loss = -logProbabilities.Sum() / corpus.CharacterCount;
        return Sum(counts);
    }

    /// <summary>
    /// New scores from expected counts, log θ = ψ(count) − ψ(Σ counts): the variational update under a sparse Dirichlet prior, which
    /// punishes rare pieces. Pieces expected less than half a time are dropped.
    /// </summary>
    public static UnigramPieces Maximize(UnigramPieces pieces, double[] expected)
    {
        int[] kept = [.. Enumerable.Range(0, pieces.Count).Where(piece => expected[piece] >= MinExpectedCount)];
        double logTotal = Digamma(kept.Sum(piece => expected[piece]));
        return pieces.Select(kept, piece => Digamma(expected[piece]) - logTotal);
    }

    /// <summary>Keeps the pieces whose loss would harm the text's probability most, and those that no other pieces can replace.</summary>
    public UnigramPieces Prune(UnigramPieces pieces, int targetCount)
    {
        var trie = new UnigramTrie(corpus, pieces);
        CountBestPaths(pieces, trie, out double[] counts, out double[] wordCounts);
        double total = counts.Sum();
        double logTotal = Math.Log(total);
        double allWords = corpus.WordCounts.Sum();
        var losses = new double[pieces.Count];
        ForEachPart(Enumerable.Range(0, pieces.Count), pieces.Count, (_, part) =>
        {
            var lattice = new UnigramLattice(corpus, pieces, trie);
            var path = new List<int>();
            foreach (int piece in part)
            {
                lattice.Set(pieces.Starts[piece], pieces.Lengths[piece]);
                double split = lattice.Best(path, split: true);
                if (double.IsNegativeInfinity(split) || path.Contains(UnigramLattice.Unknown))
                {
                    losses[piece] = double.PositiveInfinity;
                }
                else if (counts[piece] == 0 || split > pieces.Scores[piece])
                {
                    losses[piece] = double.NegativeInfinity;
                }
                else
                {
                    // Its occurrences go to the pieces of its second-best segmentation.
                    double logNewTotal = Math.Log(total + (counts[piece] * (path.Count - 1)));
                    double logAlternative = path.Sum(other => Math.Log(counts[other] + counts[piece]) - logNewTotal);
                    losses[piece] = wordCounts[piece] / allWords * (Math.Log(counts[piece]) - logTotal - logAlternative);
                }
            }
        });
        var kept = Enumerable.Range(0, pieces.Count).Where(piece => losses[piece] > double.NegativeInfinity)
            .OrderByDescending(piece => losses[piece]).Take(targetCount).ToList();
        kept.Sort();
        return pieces.Select(kept);
    }

    /// <summary>ψ, the derivative of log Γ: recurrence up to 7, then the asymptotic series.</summary>
    internal static double Digamma(double x)
    {
        double result = 0;
        for (; x < 7; x++)
            result -= 1 / x;
        double shifted = x - 0.5;
        double inverse = 1 / (shifted * shifted);
        return result + Math.Log(shifted) + (inverse * ((1.0 / 24) - (inverse * ((7.0 / 960) - (inverse * ((31.0 / 8064) - (inverse * 127.0 / 30720)))))));
    }

    /// <summary>How often each piece is in the best segmentation of the text, and of how many words it is part.</summary>
    private void CountBestPaths(UnigramPieces pieces, UnigramTrie trie, out double[] counts, out double[] wordCounts)
    {
        var countParts = new double[PartCount][];
        var wordCountParts = new double[PartCount][];
        ForEachPart((part, words) =>
        {
            var lattice = new UnigramLattice(corpus, pieces, trie);
            var path = new List<int>();
            var lastWords = new int[pieces.Count];
            lastWords.AsSpan().Fill(-1);
            var (count, wordCount) = (countParts[part] = new double[pieces.Count], wordCountParts[part] = new double[pieces.Count]);
            foreach (int word in words)
            {
                SetWord(lattice, word);
                lattice.Best(path);
                foreach (int piece in path)
                {
                    if (piece == UnigramLattice.Unknown)
                        continue;
                    count[piece] += corpus.WordCounts[word];
                    if (lastWords[piece] != word)
                        wordCount[piece] += corpus.WordCounts[word];
                    lastWords[piece] = word;
                }
            }
        });
        counts = Sum(countParts);
        wordCounts = Sum(wordCountParts);
    }

    private void SetWord(UnigramLattice lattice, int word) =>
        lattice.Set(corpus.WordStarts[word], corpus.WordStarts[word + 1] - corpus.WordStarts[word] - 1);

    private void ForEachPart(Action<int, IEnumerable<int>> action) =>
        ForEachPart(Enumerable.Range(0, corpus.WordCounts.Length), corpus.WordCounts.Length, action);

    private void ForEachPart(IEnumerable<int> all, int count, Action<int, IEnumerable<int>> action)
    {
        int[] items = [.. all.Take(count)];
        Parallel.For(0, PartCount, _parallel, part =>
        {
            int from = (int)((long)items.Length * part / PartCount);
            int to = (int)((long)items.Length * (part + 1) / PartCount);
            action(part, Cancellable(items[from..to]));
        });
    }

    private IEnumerable<int> Cancellable(int[] items)
    {
        for (int i = 0; i < items.Length; i++)
        {
            if (i % 1024 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            yield return items[i];
        }
    }

    private static double[] Sum(double[][] parts)
    {
        var sum = parts[0];
        foreach (double[] part in parts.Skip(1))
            System.Numerics.Tensors.TensorPrimitives.Add(sum, part, sum);
        return sum;
    }
}
