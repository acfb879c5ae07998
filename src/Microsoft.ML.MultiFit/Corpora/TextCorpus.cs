using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>Plain text as documents: a paragraph a line, UTF-8, packed or not. Only the document that is being read is in memory.</summary>
public static class TextCorpus
{
    private const int ProbedLineCount = 100_000;

    /// <summary>Where no boundary comes, the text would be gathered as a single document until memory is full.</summary>
    private const int LongestDocument = 1 << 26;

    /// <summary>The documents of a file, their paragraphs joined by line feeds; blank lines and empty documents are left out.</summary>
    /// <param name="path">The file; see <see cref="CompressedFile"/>. Read anew by each enumeration.</param>
    /// <param name="boundary">What stands between documents; null for <see cref="DocumentBoundary.Detected"/>.</param>
    /// <exception cref="InvalidDataException">Not UTF-8, damaged, or a document has no end; the message names file and line.</exception>
    public static IEnumerable<string> Read(string path, DocumentBoundary? boundary = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Documents(ReadLines(path), boundary ?? DocumentBoundary.Detected, path);
    }

    /// <summary>The lines of a file, which may be packed.</summary>
    /// <param name="path">The file. Opened anew by each enumeration.</param>
    /// <exception cref="InvalidDataException">Not UTF-8, damaged, or a line of more than 67,108,864 characters; the message names file and line.</exception>
    public static IEnumerable<string> ReadLines(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var reader = new StreamReader(CompressedFile.OpenRead(path), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        foreach (var line in ReadLines(reader, path))
            yield return line;
    }

    /// <summary>The lines of a reader that throws at what is not UTF-8.</summary>
    /// <param name="reader">Read to its end; not closed.</param>
    /// <param name="name">What messages call the text.</param>
    /// <exception cref="InvalidDataException">Not UTF-8, damaged, or a line of more than 67,108,864 characters; the message names text and line.</exception>
    public static IEnumerable<string> ReadLines(TextReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var lines = new LineReader(reader, LongestDocument);
        for (int number = 1; Next(number) is { } line; number++)
            yield return line;

        string? Next(int number)
        {
            try
            {
                return lines.ReadLine();
            }
            catch (DecoderFallbackException)
            {
                throw new InvalidDataException($"{name}({number}): not UTF-8 text, here or soon after");
            }
            catch (InvalidDataException exception)
            {
                throw new InvalidDataException($"{name}({number}): {exception.Message}", exception);
            }
        }
    }

    /// <summary>Lines gathered into documents.</summary>
    /// <param name="lines">Read once, while the documents are taken.</param>
    /// <param name="boundary">What stands between documents.</param>
    /// <param name="name">What messages call the text.</param>
    /// <exception cref="InvalidDataException">A document of more than 67,108,864 characters.</exception>
    public static IEnumerable<string> Documents(IEnumerable<string> lines, DocumentBoundary boundary, string name = "text")
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(boundary);
        return boundary == DocumentBoundary.Detected ? Detected(lines, name) : Divided(lines, boundary, name);
    }

    private static IEnumerable<string> Detected(IEnumerable<string> lines, string name)
    {
        using var rest = lines.GetEnumerator();
        var probe = new List<string>();
        // Blank lines at the beginning and the end separate nothing.
        var (hasText, hasBlankAfterText, hasBoundary) = (false, false, false);
        for (long length = 0; !hasBoundary && probe.Count < ProbedLineCount && length < LongestDocument && rest.MoveNext(); length += rest.Current.Length)
        {
            probe.Add(rest.Current);
            bool isBlank = string.IsNullOrWhiteSpace(rest.Current);
            hasBoundary = hasBlankAfterText && !isBlank;
            hasBlankAfterText |= hasText && isBlank;
            hasText |= !isBlank;
        }

        var boundary = hasBoundary ? DocumentBoundary.BlankLine : DocumentBoundary.EveryLine;
        foreach (var document in Divided(probe.Concat(Rest(rest)), boundary, name))
            yield return document;
    }

    private static IEnumerable<string> Divided(IEnumerable<string> lines, DocumentBoundary boundary, string name)
    {
        var document = new StringBuilder();
        int number = 0;
        foreach (var line in lines)
        {
            number++;
            bool isBlank = string.IsNullOrWhiteSpace(line);
            bool isMarker = boundary.Line is { } marker && line.AsSpan().Trim().SequenceEqual(marker);
            if (!isBlank && !isMarker)
                document.Append(document.Length > 0 ? "\n" : "").Append(line);
            if (document.Length > LongestDocument)
                throw new InvalidDataException($"{name}({number}): a document of more than {LongestDocument} characters; is there a boundary between documents?");
            if (document.Length > 0 && (isMarker || boundary == DocumentBoundary.EveryLine || (isBlank && boundary == DocumentBoundary.BlankLine)))
            {
                yield return document.ToString();
                document.Clear();
            }
        }

        if (document.Length > 0)
            yield return document.ToString();
    }

    private static IEnumerable<string> Rest(IEnumerator<string> lines)
    {
        while (lines.MoveNext())
            yield return lines.Current;
    }
}
