using System.Collections;

namespace MultiFit.Cli;

/// <summary>
/// The documents of some text files, read anew by each enumeration (standard input is read once and kept). A plain file holds a paragraph a
/// line and a blank line between documents; one without a blank line in its first <see cref="Probed"/> lines holds a document a line.
/// A file that begins with a tab-separated header naming the text column gives that column's texts.
/// </summary>
internal sealed class Corpus(IReadOnlyList<string> paths, string textColumn, int? maximum, Terminal terminal) : IEnumerable<string>
{
    private const int Probed = 10_000;

    private List<string>? _standardInput;

    public IEnumerator<string> GetEnumerator() => (maximum is { } count ? All().Take(count) : All()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Throws unless every file opens and there is at least one document.</summary>
    public void Check()
    {
        TextLines.CheckReadable(paths);
        if (!this.Any())
            throw new InvalidDataException($"{string.Join(", ", paths.Select(TextLines.NameOf))}: no text");
    }

    private IEnumerable<string> All() => paths.SelectMany(DocumentsOf);

    private IEnumerable<string> DocumentsOf(string path)
    {
        if (path == TextLines.StandardInput)
            return _standardInput ??= [.. Documents(path)];
        return LabeledFile.TryReadTexts(path, textColumn, terminal)?.Where(text => !string.IsNullOrWhiteSpace(text)) ?? Documents(path);
    }

    private IEnumerable<string> Documents(string path)
    {
        using var lines = TextLines.Read(path, terminal).Select(line => line.Text).GetEnumerator();
        var probe = new List<string>();
        while (probe.Count < Probed && lines.MoveNext())
            probe.Add(lines.Current);
        bool isLineADocument = !HasBlankLineInside(probe);

        var paragraphs = new List<string>();
        foreach (var line in probe.Concat(Rest(lines)))
        {
            bool isBlank = string.IsNullOrWhiteSpace(line);
            if (!isBlank)
                paragraphs.Add(line);
            if (paragraphs.Count > 0 && (isBlank || isLineADocument))
            {
                yield return string.Join('\n', paragraphs);
                paragraphs.Clear();
            }
        }

        if (paragraphs.Count > 0)
            yield return string.Join('\n', paragraphs);
    }

    /// <summary>Blank lines at the beginning and the end separate nothing.</summary>
    private static bool HasBlankLineInside(List<string> lines)
    {
        int first = lines.FindIndex(line => !string.IsNullOrWhiteSpace(line));
        int last = lines.FindLastIndex(line => !string.IsNullOrWhiteSpace(line));
        return first >= 0 && lines.FindIndex(first, last - first + 1, string.IsNullOrWhiteSpace) >= 0;
    }

    private static IEnumerable<string> Rest(IEnumerator<string> lines)
    {
        while (lines.MoveNext())
            yield return lines.Current;
    }
}
