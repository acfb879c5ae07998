namespace Microsoft.ML.Data;

/// <summary>How often each class was predicted for each true class.</summary>
public sealed class ConfusionMatrix
{
    private readonly double[][] _counts;
    private readonly string[] _names;

    internal ConfusionMatrix(double[][] counts, string[] names)
    {
        _counts = counts;
        _names = names;
        PerClassRecall = [.. counts.Select((row, index) => Share(row[index], row.Sum()))];
        PerClassPrecision = [.. counts.Select((row, index) => Share(row[index], counts.Sum(other => other[index])))];
    }

    public IReadOnlyList<double> PerClassPrecision { get; }

    public IReadOnlyList<double> PerClassRecall { get; }

    /// <summary>Rows are true classes, columns predicted ones.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Counts => _counts;

    public int NumberOfClasses => _counts.Length;

    public string GetFormattedConfusionTable() => ConfusionTable.Format(this, _names);

    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex)
    {
        Check(predictedClassIndicatorIndex, nameof(predictedClassIndicatorIndex));
        Check(actualClassIndicatorIndex, nameof(actualClassIndicatorIndex));
        return _counts[actualClassIndicatorIndex][predictedClassIndicatorIndex];
    }

    private void Check(int index, string parameter)
    {
        if ((uint)index >= (uint)NumberOfClasses)
            throw new ArgumentOutOfRangeException(parameter, "Invalid index. Should be non-negative, less than the number of classes.");
    }

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;
}
