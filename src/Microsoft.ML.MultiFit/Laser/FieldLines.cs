using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>Text files whose lines are a fixed number of fields, single spaces between them.</summary>
internal static class FieldLines
{
    // Ten times what the published encoder has.
    private const int MaxLines = 1_000_000;
    private const int MaxLineLength = 1_000;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads all lines, to the end of the stream; runs of spaces count as one.</summary>
    /// <exception cref="InvalidDataException">The file is empty, not UTF-8 or too long, or a line has another number of fields.</exception>
    public static IReadOnlyList<string[]> Read(Stream stream, int fieldCount)
    {
        using var reader = new StreamReader(stream, s_strictUtf8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var lines = new List<string[]>();
        try
        {
            while (ReadLine(reader, lines.Count + 1) is { } line)
            {
                string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length != fieldCount)
                    throw new InvalidDataException($"line {lines.Count + 1} has {fields.Length} fields, {fieldCount} were expected.");
                if (lines.Count == MaxLines)
                    throw new InvalidDataException($"it has more than {MaxLines} lines.");
                lines.Add(fields);
            }
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException($"it is not UTF-8 text (near line {lines.Count + 1}).", exception);
        }

        return lines.Count > 0 ? lines : throw new InvalidDataException("it is empty.");
    }

    /// <summary>Writes lines.</summary>
    public static void Write(Stream stream, IEnumerable<string> lines)
    {
        using var writer = new StreamWriter(stream, s_strictUtf8, bufferSize: -1, leaveOpen: true) { NewLine = "\n" };
        foreach (string line in lines)
            writer.WriteLine(line);
    }

    // Only a line feed ends a line; a forged file need not have one.
    private static string? ReadLine(StreamReader reader, int number)
    {
        var line = new StringBuilder();
        int next;
        while ((next = reader.Read()) is >= 0 and not '\n')
        {
            if (line.Length == MaxLineLength)
                throw new InvalidDataException($"line {number} is longer than {MaxLineLength} characters.");
            line.Append((char)next);
        }

        if (next < 0 && line.Length == 0)
            return null;
        return line.ToString().TrimEnd('\r');
    }
}
