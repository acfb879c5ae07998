namespace Microsoft.ML.MultiFit;

/// <summary>Option records list what is wrong with them; this throws once, with every message.</summary>
internal static class Options
{
    public static void Check(string parameterName, IEnumerable<string> problems)
    {
        var messages = problems.ToList();
        if (messages.Count > 0)
            throw new ArgumentException(string.Join(" ", messages), parameterName);
    }

    /// <summary>A problem for every option that must be the name of a column and is empty.</summary>
    public static IEnumerable<string> Unnamed(params (string Option, string? Name)[] columns) =>
        columns.Where(column => string.IsNullOrEmpty(column.Name)).Select(column => $"{column.Option} must be the name of a column.");
}
