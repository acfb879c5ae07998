namespace MultiFit.Cli;

/// <summary>A labelled file: tab-separated, without quoting; the first line names the columns.</summary>
internal static class LabeledFile
{
    public const string DefaultLabelColumn = "label";
    public const string DefaultTextColumn = "text";

    /// <summary>Reads every row.</summary>
    /// <returns>The rows with the numbers of their lines.</returns>
    /// <exception cref="InvalidDataException">A column is missing, a row has too many or too few fields, a label is empty, or there are no rows.</exception>
    public static List<(int Line, LabeledText Row)> Read(string path, string labelColumn, string textColumn, Terminal terminal)
    {
        var name = TextLines.NameOf(path);
        var rows = new List<(int, LabeledText)>();
        foreach (var (line, fields) in TabSeparatedFile.Read(path, [labelColumn, textColumn], terminal))
        {
            if (string.IsNullOrWhiteSpace(fields[0]))
                throw new InvalidDataException($"{name}({line}): the label is empty");
            rows.Add((line, new LabeledText { Label = fields[0], Text = fields[1] }));
        }

        if (rows.Count == 0)
            throw new InvalidDataException($"{name}: no documents below the header");
        return rows;
    }

    /// <summary>The different labels of the rows, after checking that there are two at least.</summary>
    public static List<string> LabelsOf(IEnumerable<(int Line, LabeledText Row)> rows, string path)
    {
        var labels = rows.Select(row => row.Row.Label).Distinct().ToList();
        return labels.Count > 1
            ? labels
            : throw new InvalidDataException($"{TextLines.NameOf(path)}: every document has the label '{labels[0]}'; a classifier needs two labels");
    }

    /// <summary>Throws unless every row's label is one of the known ones.</summary>
    public static void RequireKnown(IEnumerable<(int Line, LabeledText Row)> rows, IReadOnlyCollection<string> known, string path)
    {
        var set = known.ToHashSet(StringComparer.Ordinal);
        foreach (var (line, row) in rows)
        {
            if (!set.Contains(row.Label))
                throw new InvalidDataException($"{TextLines.NameOf(path)}({line}): unknown label '{row.Label}'; known are {string.Join(", ", known.Select(label => $"'{label}'"))}");
        }
    }

    /// <summary>
    /// The texts alone, streaming; null when the file's first line is no header, so that the file is plain text. A header names that column or one of labels.
    /// </summary>
    /// <exception cref="InvalidDataException">When it is read: it has a column of labels, but not that one, or a row has too many or too few fields.</exception>
    public static IEnumerable<string>? TryReadTexts(string path, string textColumn, Terminal terminal)
    {
        if (path == TextLines.StandardInput)
            return null;
        var header = TextLines.Read(path, terminal).Select(line => line.Text.Split('\t')).FirstOrDefault([]);
        bool isHeader = header.Length > 1 && (header.Contains(textColumn) || header.Contains(DefaultLabelColumn));
        return !isHeader ? null : TabSeparatedFile.Read(path, [textColumn], terminal).Select(row => row.Fields[0]);
    }
}
