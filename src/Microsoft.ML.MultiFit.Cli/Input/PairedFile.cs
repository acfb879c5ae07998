namespace MultiFit.Cli;

/// <summary>A sentence and its translation, as ML.NET reads them.</summary>
internal sealed class PairedText
{
    public string Source { get; set; } = "";

    public string Target { get; set; } = "";
}

/// <summary>A file of translations: tab-separated, without quoting; the first line names the columns.</summary>
internal static class PairedFile
{
    /// <summary>Reads every row.</summary>
    /// <exception cref="InvalidDataException">A column is missing, a row has too many or too few fields, or there are no rows.</exception>
    public static List<PairedText> Read(string path, string sourceColumn, string targetColumn, Terminal terminal)
    {
        if (sourceColumn == targetColumn)
            throw new ArgumentException($"--source-column and --target-column are both '{sourceColumn}'.");
        var pairs = TabSeparatedFile.Read(path, [sourceColumn, targetColumn], terminal).Select(row => new PairedText { Source = row.Fields[0], Target = row.Fields[1] }).ToList();
        return pairs.Count > 0 ? pairs : throw new InvalidDataException($"{TextLines.NameOf(path)}: no sentence pairs below the header");
    }
}
