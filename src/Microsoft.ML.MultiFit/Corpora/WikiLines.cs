using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>The lines of wikitext without tags and brackets, as paragraphs, headings and list items of readable text, a line each.</summary>
internal sealed class WikiLines
{
    private readonly WikiDumpOptions _options;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _paragraph = new();

    // Headings under which nothing has come yet, outermost first.
    private readonly List<(int Level, string Text)> _headings = [];

    private WikiLines(WikiDumpOptions options) => _options = options;

    /// <summary>The readable lines; empty where there are none.</summary>
    public static string Clean(string text, WikiDumpOptions options)
    {
        var lines = new WikiLines(options);
        foreach (var line in text.AsSpan().EnumerateLines())
            lines.Add(line.Trim());
        lines.EndParagraph();
        return lines._output.ToString();
    }

    private void Add(ReadOnlySpan<char> line)
    {
        if (line.StartsWith("----", StringComparison.Ordinal))
        {
            EndParagraph();
            line = line.TrimStart('-').TrimStart();
        }

        // A line that begins with a bar is left of a table or template that nobody closed.
        if (line.IsEmpty || line[0] == '|')
        {
            EndParagraph();
        }
        else if (HeadingLevel(line) is > 0 and var level)
        {
            EndParagraph();
            _headings.RemoveAll(heading => heading.Level >= level);
            _headings.Add((level, WikiCharacters.Clean(line[level..^level])));
        }
        else if (line[0] is '*' or '#' or ':' or ';')
        {
            EndParagraph();
            if (_options.Lists)
                Write(WikiCharacters.Clean(line.TrimStart("*#:; ")));
        }
        else
        {
            // As on the page, a single line break is a space.
            _paragraph.Append(line).Append(' ');
        }
    }

    private void EndParagraph()
    {
        if (_paragraph.Length == 0)
            return;
        Write(WikiCharacters.Clean(_paragraph.ToString()));
        _paragraph.Clear();
    }

    private void Write(string line)
    {
        if (!line.Any(c => char.IsLetterOrDigit(c) || char.IsSurrogate(c)))
            return;
        if (_options.SectionHeadings)
        {
            foreach (var (_, heading) in _headings)
                WriteLine(heading);
        }

        _headings.Clear();
        WriteLine(line);
    }

    private void WriteLine(string line)
    {
        if (line.Length > 0)
            _output.Append(_output.Length > 0 ? "\n" : "").Append(line);
    }

    /// <summary>2 for <c>== Heading ==</c>; 0 for other lines.</summary>
    private static int HeadingLevel(ReadOnlySpan<char> line)
    {
        int start = line.IndexOfAnyExcept('=');
        int end = line.Length - 1 - line.LastIndexOfAnyExcept('=');
        return start < 0 ? 0 : Math.Min(Math.Min(start, end), 6);
    }
}
