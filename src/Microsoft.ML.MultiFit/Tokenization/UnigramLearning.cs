using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// The steps that turn many seed pieces into a vocabulary (Kudo 2018, section 3.2): expectation, maximisation, pruning. Counts are summed as whole
/// numbers, whose sum does not depend on the order and so on the number of threads.
/// </summary>
internal sealed class UnigramLearning
{
    private const int PartCount = 128;
    private const float MinExpectedCount = 0.5f;

    private readonly UnigramCorpus _corpus;
    private readonly PieceEdges _edges;
    private readonly ParallelOptions _parallel;
    private readonly int[] _partStarts;
    private readonly ConcurrentBag<long[]> _sums = [];
    // Counts in units so small that those of the whole text still fit a number.
    private readonly double _countScale;

    public UnigramLearning(UnigramCorpus corpus, UnigramPieces seeds, PieceEdges edges, ParallelOptions parallel)
    {
        _corpus = corpus;
        _edges = edges;
        _parallel = parallel;
        Pieces = seeds;
        _countScale = Math.Pow(2, 62 - Math.ILogB(corpus.CharacterCount + 2.0));
        _partStarts = new int[PartCount + 1];
        for (int part = 1, word = 0; part <= PartCount; part++)
        {
            long target = (long)corpus.Text.Length * part / PartCount;
            while (word < corpus.WordCounts.Length && corpus.WordStarts[word] < target)
                word++;
            _partStarts[part] = word;
        }
    }

    /// <summary>The pieces as learned so far.</summary>
    public UnigramPieces Pieces { get; private set; }

    /// <summary>How often each piece is expected in the text.</summary>
    /// <param name="loss">−log probability of the text, in nats per character.</param>
    public double[] Expect(out double loss)
    {
        var table = Pieces.Table();
        for (int piece = 0; piece < table.Length; piece++)
            table[piece].Score = MathF.Exp(table[piece].Score);
        var logProbabilities = new double[PartCount];
        long[] counts = SumOverWords((part, words, sums) =>
        {
            var sum = new SegmentationSum(_edges, table, _corpus.LongestWord);
            for (int word = words.Start.Value; word < words.End.Value; word++)
            {
                int length = _corpus.WordStarts[word + 1] - _corpus.WordStarts[word] - 1;
                double logProbability = sum.AddExpectations(_corpus.WordStarts[word], length, _corpus.WordCounts[word] * _countScale, sums);
                logProbabilities[part] += _corpus.WordCounts[word] * logProbability;
            }
        });
        loss = -logProbabilities.Sum() / _corpus.CharacterCount;
        var expected = new double[Pieces.Count];
        for (int piece = 0; piece < expected.Length; piece++)
            expected[piece] = counts[piece] / _countScale;
        expected[0] += _corpus.UnknownCount + (counts[Pieces.Unknown] / _countScale);
        return expected;
    }

    /// <summary>
    /// New scores from expected counts, log θ = ψ(count) − ψ(Σ counts): the variational update under a sparse Dirichlet prior, which
    /// punishes rare pieces. Pieces expected less than half a time are dropped.
    /// </summary>
    public void Maximize(double[] expected)
    {
        var kept = new List<int>();
        // In single precision and in this order, as in the reference.
        float total = 0;
        for (int piece = 0; piece < expected.Length; piece++)
        {
            if ((float)expected[piece] < MinExpectedCount)
                continue;
            kept.Add(piece);
            total += (float)expected[piece];
        }

        float logTotal = (float)Digamma(total);
        Keep(kept, [.. kept.Select(piece => (float)(Digamma((float)expected[piece]) - logTotal))]);
    }

    /// <summary>
    /// Keeps the characters that are used, then the pieces whose loss would harm the text's probability most, in that order.
    /// </summary>
    public void Prune(int targetCount)
    {
        var table = Pieces.Table();
        long[] counts = SumOverWords((_, words, sums) =>
        {
            var path = new BestSegmentation(_edges, table, _corpus.LongestWord);
            for (int word = words.Start.Value; word < words.End.Value; word++)
            {
                int length = _corpus.WordStarts[word + 1] - _corpus.WordStarts[word] - 1;
                path.Find(_corpus.WordStarts[word], length);
                path.AddTo(sums, _corpus.WordCounts[word]);
            }
        });
        // The reference takes unknown text for the first piece, which is the most frequent character.
        counts[0] += counts[Pieces.Unknown] + _corpus.UnknownCount;
        counts[Pieces.Unknown] = 0;
        float[] losses = Losses(table, counts);
        var kept = Enumerable.Range(0, Pieces.Count).Where(piece => Pieces.Lengths[piece] == 1 && counts[piece] > 0).ToList();
        kept.AddRange(Enumerable.Range(0, Pieces.Count).Where(piece => !float.IsNaN(losses[piece]))
            .OrderByDescending(piece => losses[piece]).Take(Math.Max(0, targetCount - kept.Count)));
        Keep(kept, null);
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

    /// <summary>
    /// How much less probable the text becomes without each piece of several characters, its occurrences given to the pieces of its next best
    /// segmentation; NaN for those that the text does not need.
    /// </summary>
    private float[] Losses((float Score, int Length)[] table, long[] counts)
    {
        double total = counts.Sum();
        double logTotal = Math.Log(total);
        var losses = new float[Pieces.Count];
        losses.AsSpan().Fill(float.NaN);
        ForEachPart(part =>
        {
            var path = new BestSegmentation(_edges, table, Pieces.Lengths.Max());
            int end = (int)((long)Pieces.Count * (part + 1) / PartCount);
            for (int piece = (int)((long)Pieces.Count * part / PartCount); piece < end; piece++)
            {
                int length = Pieces.Lengths[piece];
                if (length == 1 || counts[piece] == 0 || path.Find(Pieces.Starts[piece], length, split: true) > Pieces.Scores[piece])
                    continue;
                // In the reference's releases before 0.1.99 the occurrences weigh as often as there are pieces, not as there are parts of the segmentation. This
                // favours frequent pieces, and the vocabularies of that time are chosen so.
                double logNewTotal = Math.Log(total + ((double)counts[piece] * (Pieces.Count - 1)));
                double logAlternative = 0;
                foreach (int other in path.Pieces)
                    logAlternative += Math.Log(counts[other == Pieces.Unknown ? 0 : other] + counts[piece]) - logNewTotal;
                losses[piece] = (float)(counts[piece] * (Math.Log(counts[piece]) - logTotal - logAlternative));
            }
        });
        return losses;
    }

    private void Keep(List<int> kept, float[]? scores)
    {
        var numbers = new int[Pieces.Count + 1];
        numbers.AsSpan().Fill(-1);
        for (int i = 0; i < kept.Count; i++)
            numbers[kept[i]] = i;
        numbers[Pieces.Unknown] = kept.Count;
        _edges.Renumber(numbers);
        Pieces = Pieces.Select(kept, scores);
    }

    /// <summary>Sums counts of pieces, the unknown one last, over all words; each thread has sums of its own.</summary>
    private long[] SumOverWords(Action<int, Range, long[]> add)
    {
        var sums = new long[Pieces.Count + 1];
        ForEachPart(part =>
        {
            // Taken up again in the next step, where there are fewer pieces.
            if (!_sums.TryTake(out long[]? own))
                own = new long[sums.Length];
            add(part, _partStarts[part].._partStarts[part + 1], own);
            _sums.Add(own);
        });
        foreach (long[] own in _sums)
        {
            TensorPrimitives.Add(sums, own.AsSpan(0, sums.Length), sums);
            Array.Clear(own);
        }

        return sums;
    }

    private void ForEachPart(Action<int> action) => Parallel.For(0, PartCount, _parallel, action);
}
