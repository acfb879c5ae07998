namespace Microsoft.ML.MultiFit;

/// <summary>Text columns as the stream of strings that training reads.</summary>
internal static class TextColumn
{
    /// <summary>Every text of the column, missing ones as empty strings; read anew by every enumeration.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or not text. Thrown at once.</exception>
    /// <exception cref="InvalidDataException">There are no rows. Thrown when they are read.</exception>
    public static IEnumerable<string> Read(IDataView data, string name, TrainingRun run) => Read(data, [name], run).Select(texts => texts[0]);

    /// <summary>The same of several columns, row by row.</summary>
    public static IEnumerable<string[]> Read(IDataView data, IReadOnlyList<string> names, TrainingRun run)
    {
        DataViewSchema.Column[] columns = [.. names.Select(name => SchemaCheck.RequireText(data.Schema, name))];
        return Rows();

        IEnumerable<string[]> Rows()
        {
            using var cursor = data.GetRowCursor(columns);
            ValueGetter<ReadOnlyMemory<char>>[] getters = [.. columns.Select(cursor.GetGetter<ReadOnlyMemory<char>>)];
            bool any = false;
            while (cursor.MoveNext())
            {
                run.ThrowIfCanceled();
                any = true;
                yield return Array.ConvertAll(getters, Text);
            }

            if (!any)
                throw new InvalidDataException($"The data has no rows, so there is no text in column '{names[0]}' to learn from.");
        }

        static string Text(ValueGetter<ReadOnlyMemory<char>> read)
        {
            ReadOnlyMemory<char> text = default;
            read(ref text);
            return text.ToString();
        }
    }
}
