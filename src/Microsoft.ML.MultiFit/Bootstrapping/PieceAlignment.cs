namespace Microsoft.ML.MultiFit;

/// <summary>
/// Learns which source pieces a target piece stands for, by expectation maximisation: IBM Model 1 (Brown et al. 1993) with the prior of Dyer, Chahuneau and
/// Smith 2013, by which pieces align rather near the diagonal of a pair, and an empty word for source pieces without a partner. A source piece e at
/// place j of J has p(e) = p₀ t(e|∅) + (1 − p₀) Σᵢ δ(i, j) t(e|fᵢ) with δ(i, j) ∝ exp(−λ |i/I − j/J|). No sum depends on the number of threads.
/// </summary>
internal sealed class PieceAlignment
{
    // Dyer, Chahuneau and Smith 2013, table 1 and their program's defaults.
    private const double EmptyProbability = 0.08;
    private const double Tension = 4;

    private const int BlockPairs = 256;

    private readonly AlignedPieces _pairs;
    private readonly int _threadCount;
    private readonly int _emptyRow;
    private readonly float[] _emptyFactors;
    private readonly float[] _factors;

    private PieceAlignment(AlignedPieces pairs, int threadCount)
    {
        (_pairs, _threadCount, _emptyRow) = (pairs, threadCount, pairs.PieceCount);
        _emptyFactors = new float[pairs.SourceOffsets[^1]];
        _factors = new float[pairs.SourceOffsets[^1]];
    }

    /// <summary>Learns t, starting with all source pieces alike.</summary>
    /// <param name="pairs">The sentence pairs.</param>
    /// <param name="iterationCount">Rounds, at least 1.</param>
    /// <param name="threadCount">Threads; the result does not depend on it.</param>
    /// <param name="report">Called after each round with the mean −ln p(e) of the source pieces before it.</param>
    /// <param name="cancellationToken">Looked at often.</param>
    /// <returns>t(source piece | target piece), <c>[pieces + 1, pieces]</c>; the last row is the empty word's, and those of pieces that no target sentence has are empty.</returns>
    public static SparseMatrix Learn(AlignedPieces pairs, int iterationCount, int threadCount, Action<double> report, CancellationToken cancellationToken)
    {
        var alignment = new PieceAlignment(pairs, threadCount);
        var table = alignment.CreateTable(cancellationToken);
        for (int iteration = 0; iteration < iterationCount; iteration++)
        {
            double loss = alignment.Expect(table, cancellationToken);
            alignment.Maximize(table, cancellationToken);
            report(loss);
        }

        return table;
    }

    /// <summary>A value for every two pieces that occur in one pair.</summary>
    private SparseMatrix CreateTable(CancellationToken cancellationToken)
    {
        var rows = new int[_pairs.PieceCount + 1][];
        using var seen = new ThreadLocal<bool[]>(() => new bool[_pairs.PieceCount]);
        ParallelBlocks.For(rows.Length, _threadCount, row => rows[row] = Partners(row, seen.Value!), cancellationToken);
        var offsets = new long[rows.Length + 1];
        for (int row = 0; row < rows.Length; row++)
            offsets[row + 1] = offsets[row] + rows[row].Length;
        int[] columns = [.. rows.SelectMany(row => row)];
        var values = new float[columns.Length];
        Array.Fill(values, 1f / _pairs.PieceCount);
        return new SparseMatrix(_pairs.PieceCount, offsets, columns, values);
    }

    private int[] Partners(int row, bool[] seen)
    {
        var partners = new List<int>();
        if (row == _emptyRow)
        {
            foreach (var source in _pairs.Source)
                Add(source);
        }
        else
        {
            int last = -1;
            foreach (var (pair, _) in _pairs.PlacesOf(row))
            {
                if (pair != last)
                    Add(_pairs.Source[pair]);
                last = pair;
            }
        }

        foreach (int partner in partners)
            seen[partner] = false;
        partners.Sort();
        return [.. partners];

        void Add(int[] source)
        {
            foreach (int id in source)
            {
                if (!seen[id])
                    partners.Add(id);
                seen[id] = true;
            }
        }
    }

    /// <summary>For every source piece, what turns its t and δ into the probability that they align.</summary>
    /// <returns>The mean −ln p(e).</returns>
    private double Expect(SparseMatrix table, CancellationToken cancellationToken)
    {
        int blockCount = (_pairs.PairCount + BlockPairs - 1) / BlockPairs;
        var losses = new double[blockCount];
        ParallelBlocks.For(
            blockCount,
            _threadCount,
            block =>
            {
                for (int pair = block * BlockPairs; pair < Math.Min(_pairs.PairCount, (block + 1) * BlockPairs); pair++)
                    losses[block] += Expect(table, pair);
            },
            cancellationToken);
        return losses.Sum() / _pairs.SourceOffsets[^1];
    }

    private double Expect(SparseMatrix table, int pair)
    {
        var (source, target) = (_pairs.Source[pair], _pairs.Target[pair]);
        double loss = 0;
        for (int j = 0; j < source.Length; j++)
        {
            double empty = EmptyProbability * Probability(table, _emptyRow, source[j]);
            double sum = 0, nearness = 0;
            for (int i = 0; i < target.Length; i++)
            {
                double near = Nearness(i, target.Length, j, source.Length);
                nearness += near;
                sum += near * Probability(table, target[i], source[j]);
            }

            double factor = (1 - EmptyProbability) / nearness;
            double probability = empty + (factor * sum);
            int at = _pairs.SourceOffsets[pair] + j;
            _emptyFactors[at] = (float)(EmptyProbability / probability);
            _factors[at] = (float)(factor / probability);
            loss -= Math.Log(probability);
        }

        return loss;
    }

    /// <summary>Every row becomes the shares of its expected alignments.</summary>
    private void Maximize(SparseMatrix table, CancellationToken cancellationToken)
    {
        using var buffers = new ThreadLocal<(float[] Old, double[] Counts)>(() => (new float[_pairs.PieceCount], new double[_pairs.PieceCount]));
        ParallelBlocks.For(_pairs.PieceCount + 1, _threadCount, row => Maximize(table, row, buffers.Value.Old, buffers.Value.Counts), cancellationToken);
    }

    private void Maximize(SparseMatrix table, int row, float[] old, double[] counts)
    {
        var columns = table.ColumnsOf(row);
        var values = table.ValuesOf(row);
        for (int i = 0; i < columns.Length; i++)
            (old[columns[i]], counts[columns[i]]) = (values[i], 0);
        if (row == _emptyRow)
            CountEmpty(counts, old);
        else
            Count(row, counts, old);
        double sum = 0;
        foreach (int column in columns)
            sum += counts[column];
        for (int i = 0; i < columns.Length; i++)
            values[i] = (float)(counts[columns[i]] / sum);
    }

    private void CountEmpty(double[] counts, float[] old)
    {
        for (int pair = 0; pair < _pairs.PairCount; pair++)
        {
            var source = _pairs.Source[pair];
            for (int j = 0; j < source.Length; j++)
                counts[source[j]] += _emptyFactors[_pairs.SourceOffsets[pair] + j] * old[source[j]];
        }
    }

    private void Count(int row, double[] counts, float[] old)
    {
        foreach (var (pair, position) in _pairs.PlacesOf(row))
        {
            var source = _pairs.Source[pair];
            int targetLength = _pairs.Target[pair].Length;
            for (int j = 0; j < source.Length; j++)
                counts[source[j]] += Nearness(position, targetLength, j, source.Length) * _factors[_pairs.SourceOffsets[pair] + j] * old[source[j]];
        }
    }

    private static double Nearness(int targetPlace, int targetLength, int sourcePlace, int sourceLength) =>
        Math.Exp(-Tension * Math.Abs(((targetPlace + 0.5) / targetLength) - ((sourcePlace + 0.5) / sourceLength)));

    private static float Probability(SparseMatrix table, int row, int column) =>
        table.ValuesOf(row)[table.ColumnsOf(row).BinarySearch(column)];
}
