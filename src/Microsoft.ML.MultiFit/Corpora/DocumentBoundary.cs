namespace Microsoft.ML.MultiFit;

/// <summary>What stands between the documents of a plain text, whose lines are paragraphs.</summary>
public sealed record DocumentBoundary
{
    private DocumentBoundary(string name, string? line) => (Name, Line) = (name, line);

    /// <summary>A blank line if there is one among the text's first 100,000 lines (those at its beginning and end do not count), else every line's end.</summary>
    public static DocumentBoundary Detected { get; } = new("detected", null);

    /// <summary>A blank line.</summary>
    public static DocumentBoundary BlankLine { get; } = new("blank", null);

    /// <summary>Every line is a document.</summary>
    public static DocumentBoundary EveryLine { get; } = new("line", null);

    /// <summary>Which of the boundaries this is, in a word.</summary>
    public string Name { get; }

    /// <summary>The line of a <see cref="Marker"/>.</summary>
    public string? Line { get; }

    /// <summary>A line that holds this text alone, spaces around it aside; blank lines mean nothing then.</summary>
    /// <exception cref="ArgumentException">The text is blank or has a line break.</exception>
    public static DocumentBoundary Marker(string line)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(line);
        if (line.AsSpan().ContainsAny('\n', '\r'))
            throw new ArgumentException("A marker is a single line.", nameof(line));
        return new("marker", line.Trim());
    }
}
