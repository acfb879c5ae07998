namespace MultiFit.Cli;

/// <summary>The figures of an evaluation.</summary>
/// <param name="Labels">The classes.</param>
/// <param name="Counts">Documents by true class (row) and predicted class (column).</param>
/// <param name="LogLoss">Mean negative log probability of the true class, in nats.</param>
internal sealed record ClassificationReport(IReadOnlyList<string> Labels, IReadOnlyList<IReadOnlyList<long>> Counts, double LogLoss)
{
    /// <summary>Number of documents.</summary>
    public long Total => Counts.Sum(row => row.Sum());

    /// <summary>Share of documents whose class was predicted.</summary>
    public double Accuracy => Labels.Select((_, label) => Counts[label][label]).Sum() / (double)Total;

    /// <summary>Mean of the classes' F1, each class alike. A class that neither occurs nor is predicted does not count.</summary>
    public double MacroF1 => Present.Average(F1);

    /// <summary>Mean of the classes' F1, weighted by the number of their documents.</summary>
    public double WeightedF1 => Present.Sum(label => F1(label) * Actual(label)) / Total;

    /// <summary>2·right / (occurring + predicted), which is the harmonic mean of precision and recall.</summary>
    public double F1(int label) => 2.0 * Counts[label][label] / (Actual(label) + Predicted(label));

    private IEnumerable<int> Present => Enumerable.Range(0, Labels.Count).Where(label => Actual(label) + Predicted(label) > 0);

    private long Actual(int label) => Counts[label].Sum();

    private long Predicted(int label) => Counts.Sum(row => row[label]);
}
