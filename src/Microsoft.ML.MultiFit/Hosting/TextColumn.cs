namespace Microsoft.ML.MultiFit;

/// <summary>A text column as the stream of strings that training reads.</summary>
internal static class TextColumn
{
    /// <summary>Every text of the column, missing ones as empty strings; read anew by every enumeration.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or not text. Thrown at once.</exception>
    /// <exception cref="InvalidDataException">There are no rows. Thrown when they are read.</exception>
    public static IEnumerable<string> Read(IDataView data, string name, TrainingRun run)
    {
        var column = SchemaCheck.RequireText(data.Schema, name);
        return Rows();

        IEnumerable<string> Rows()
        {
            using var cursor = data.GetRowCursor([column]);
            var read = cursor.GetGetter<ReadOnlyMemory<char>>(column);
            ReadOnlyMemory<char> text = default;
            bool any = false;
            while (cursor.MoveNext())
            {
                run.ThrowIfCanceled();
                read(ref text);
                any = true;
                yield return text.ToString();
            }

            if (!any)
                throw new InvalidDataException($"The data has no rows, so there is no text in column '{name}' to learn from.");
        }
    }
}
