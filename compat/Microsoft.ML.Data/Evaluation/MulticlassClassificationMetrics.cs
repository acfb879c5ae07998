namespace Microsoft.ML.Data;

/// <summary>How good multiclass predictions are.</summary>
public sealed class MulticlassClassificationMetrics
{
    internal MulticlassClassificationMetrics()
    {
    }

    /// <summary>The share of rows that are right.</summary>
    public double MicroAccuracy { get; internal init; }

    /// <summary>The mean over classes that occur of the share of their rows that are right.</summary>
    public double MacroAccuracy { get; internal init; }

    /// <summary>The mean of −ln(probability of the true class).</summary>
    public double LogLoss { get; internal init; }

    /// <summary>By how much of the loss of always predicting the class shares the log-loss is smaller.</summary>
    public double LogLossReduction { get; internal init; }

    public double TopKAccuracy => TopKAccuracyForAllK?[^1] ?? 0;

    public int TopKPredictionCount { get; internal init; }

    /// <summary>The share of rows whose class is among the k most probable, for k from 1; null when it was not asked for.</summary>
    public IReadOnlyList<double> TopKAccuracyForAllK { get; internal init; }

    /// <summary>The mean log-loss of each class's rows, 0 for a class without rows.</summary>
    public IReadOnlyList<double> PerClassLogLoss { get; internal init; }

    public ConfusionMatrix ConfusionMatrix { get; internal init; }
}
