namespace Microsoft.ML;

/// <summary>The name of a column to make and of the one to make it from.</summary>
public sealed class InputOutputColumnPair
{
    public InputOutputColumnPair(string outputColumnName, string inputColumnName = null)
    {
        if (string.IsNullOrEmpty(outputColumnName))
            throw new ArgumentOutOfRangeException(nameof(outputColumnName), $"{nameof(outputColumnName)} cannot be null or empty");
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName ?? outputColumnName;
    }

    public string InputColumnName { get; }

    public string OutputColumnName { get; }

    internal static (string Output, string Input)[] Names(IReadOnlyList<InputOutputColumnPair> columns)
    {
        if (columns is null || columns.Count == 0)
            throw new ArgumentOutOfRangeException(nameof(columns), "columns cannot be null or empty");
        return [.. columns.Select(pair => (pair.OutputColumnName, pair.InputColumnName))];
    }
}
