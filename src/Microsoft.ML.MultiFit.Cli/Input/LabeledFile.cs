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
        int label = -1, text = -1, columns = 0;
        foreach (var (number, line) in TextLines.Read(path, terminal))
        {
            var fields = line.Split('\t');
            if (number == 1)
            {
                columns = fields.Length;
                label = Find(labelColumn, fields, name);
                text = Find(textColumn, fields, name);
                continue;
            }

            if (fields.Length != columns)
                throw new InvalidDataException($"{name}({number}): {Count(fields.Length, "field")}, but the header has {columns}");
            if (string.IsNullOrWhiteSpace(fields[label]))
                throw new InvalidDataException($"{name}({number}): the label is empty");
            rows.Add((number, new LabeledText { Label = fields[label], Text = fields[text] }));
        }

        if (rows.Count == 0)
            throw new InvalidDataException($"{name}: no documents below the header");
        return rows;
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

    /// <summary>The texts alone, streaming; null when the file's first line is no header with that column, so that the file is plain text.</summary>
    public static IEnumerable<string>? TryReadTexts(string path, string textColumn, Terminal terminal)
    {
        if (path == TextLines.StandardInput)
            return null;
        var header = TextLines.Read(path, terminal).Select(line => line.Text.Split('\t')).FirstOrDefault([]);
        int text = Array.IndexOf(header, textColumn);
        return header.Length < 2 || text < 0 ? null : TextLines.Read(path, terminal).Skip(1).Select(line => Field(line, header.Length, text, path));
    }

    private static string Field((int Number, string Text) line, int columns, int index, string path)
    {
        var fields = line.Text.Split('\t');
        return fields.Length == columns
            ? fields[index]
            : throw new InvalidDataException($"{path}({line.Number}): {Count(fields.Length, "field")}, but the header has {columns}");
    }

    private static int Find(string column, string[] header, string name)
    {
        int index = Array.IndexOf(header, column);
        return index >= 0
            ? index
            : throw new InvalidDataException($"{name}(1): no column '{column}'; the header has {string.Join(", ", header.Select(field => $"'{field}'"))}");
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
