namespace MultiFit.Cli;

/// <summary>A tab-separated file without quoting, whose first line names the columns.</summary>
internal static class TabSeparatedFile
{
    /// <summary>Some columns of every row below the header, streaming.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="terminal">Has the standard input.</param>
    /// <returns>The number of each row's line, and its fields in the order of the names.</returns>
    /// <exception cref="InvalidDataException">A column is missing, or a row has too many or too few fields.</exception>
    public static IEnumerable<(int Line, string[] Fields)> Read(string path, IReadOnlyList<string> columns, Terminal terminal)
    {
        var name = TextLines.NameOf(path);
        int[] places = [];
        int count = 0;
        foreach (var (number, line) in TextLines.Read(path, terminal))
        {
            var fields = line.Split('\t');
            if (number == 1)
            {
                count = fields.Length;
                places = [.. columns.Select(column => Find(column, fields, name))];
                continue;
            }

            if (fields.Length != count)
                throw new InvalidDataException($"{name}({number}): {fields.Length} {(fields.Length == 1 ? "field" : "fields")}, but the header has {count}");
            yield return (number, Array.ConvertAll(places, place => fields[place]));
        }
    }

    private static int Find(string column, string[] header, string name)
    {
        int index = Array.IndexOf(header, column);
        return index >= 0
            ? index
            : throw new InvalidDataException($"{name}(1): no column '{column}'; the header has {string.Join(", ", header.Select(field => $"'{field}'"))}");
    }
}
