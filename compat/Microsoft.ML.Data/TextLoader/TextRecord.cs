namespace Microsoft.ML.Data;

/// <summary>The text of one row and where it begins.</summary>
internal sealed record TextRecord(string Text, string Path, long Line)
{
    /// <summary>The records of all files: lines that are neither empty nor comments, without the header of each file.</summary>
    public static IEnumerable<TextRecord> ReadAll(IMultiStreamSource source, TextLoader.Options options)
    {
        for (var index = 0; index < source.Count; index++)
        {
            using var reader = Open(source, index);
            foreach (var record in Read(reader, source.GetPathOrNull(index), options).Skip(options.HasHeader ? 1 : 0))
                yield return record;
        }
    }

    private static IEnumerable<TextRecord> Read(TextReader reader, string path, TextLoader.Options options)
    {
        var splitter = new FieldSplitter(options);
        var number = 0L;
        while (reader.ReadLine() is { } text)
        {
            var first = ++number;
            if (text.Length == 0 || text.StartsWith("//", StringComparison.Ordinal))
                continue;
            while (options is { AllowQuoting: true, ReadMultilines: true } && splitter.EndsInQuotes(text))
            {
                text = text + "\n" + (reader.ReadLine() ?? throw new FormatException($"A quoted field opened on line {first} was never closed"));
                number++;
            }

            yield return new TextRecord(options.TrimWhitespace ? text.TrimEnd() : text, path, first);
        }
    }

    private static TextReader Open(IMultiStreamSource source, int index)
    {
        try
        {
            return source.OpenTextReader(index);
        }
        catch (IOException error)
        {
            throw new FormatException($"Could not open file '{source.GetPathOrNull(index)}'. Error is: {error.Message}", error);
        }
    }
}
