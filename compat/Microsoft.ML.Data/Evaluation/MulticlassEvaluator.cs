namespace Microsoft.ML.Data;

/// <summary>Gathers metrics from the true class and the scores of each row.</summary>
internal sealed class MulticlassEvaluator(int classCount, int topK)
{
    /// <summary>A probability is held above it, so that one row cannot make the loss infinite.</summary>
    private const double Epsilon = 1e-15;

    private readonly double[][] _counts = [.. Enumerable.Range(0, classCount).Select(_ => new double[classCount])];
    private readonly double[] _losses = new double[classCount];
    private readonly double[] _topCounts = new double[topK];
    private double _rows;
    private double _right;
    private double _loss;

    /// <summary>Rows without a class, and rows whose scores are not all finite, are left out.</summary>
    /// <param name="label">The true class from 0, NaN for none. It may lie beyond the scores: then the row is wrong and has no place in the matrix.</param>
    /// <param name="scores">The probability of each class.</param>
    public void Add(double label, ReadOnlySpan<float> scores)
    {
        if (!(label >= 0) || label != Math.Truncate(label))
            return;
        foreach (var score in scores)
        {
            if (!float.IsFinite(score))
                return;
        }

        _rows++;
        if (label >= classCount)
        {
            _loss -= Math.Log(Epsilon);
            return;
        }

        var truth = (int)label;
        var (rank, best) = (0, 0);
        for (var index = 0; index < classCount; index++)
        {
            if (scores[index] > scores[best])
                best = index;
            if (scores[index] > scores[truth] || (scores[index] == scores[truth] && index < truth))
                rank++;
        }

        var loss = -Math.Log(Math.Clamp((double)scores[truth], Epsilon, 1));
        _loss += loss;
        _losses[truth] += loss;
        _counts[truth][best]++;
        _right += best == truth ? 1 : 0;
        for (var place = rank; place < topK; place++)
            _topCounts[place]++;
    }

    public MulticlassClassificationMetrics Metrics(string[] names)
    {
        var sizes = Array.ConvertAll(_counts, row => row.Sum());
        var recalls = _counts.Select((row, index) => row[index] / sizes[index]).Where(double.IsFinite).ToArray();
        var entropy = 0.0;
        foreach (var size in sizes.Where(size => size > 0))
            entropy -= size / _rows * Math.Log(size / _rows);
        var loss = _rows > 0 ? _loss / _rows : 0;
        return new MulticlassClassificationMetrics
        {
            MicroAccuracy = _rows > 0 ? _right / _rows : 0,
            MacroAccuracy = recalls.Length > 0 ? recalls.Average() : 0,
            LogLoss = loss,
            LogLossReduction = (entropy - loss) / entropy,
            TopKPredictionCount = topK,
            TopKAccuracyForAllK = topK > 0 ? Array.ConvertAll(_topCounts, count => _rows > 0 ? count / _rows : 0) : null,
            PerClassLogLoss = [.. _losses.Select((sum, index) => sizes[index] > 0 ? sum / sizes[index] : 0)],
            ConfusionMatrix = new ConfusionMatrix(_counts, names),
        };
    }
}
