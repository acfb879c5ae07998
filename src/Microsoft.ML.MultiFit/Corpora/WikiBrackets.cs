namespace Microsoft.ML.MultiFit;

/// <summary>
/// Takes templates <c>{{…}}</c>, tables <c>{|…|}</c>, links <c>[[…]]</c>, <c>[http://…]</c> and variants <c>-{…}-</c> out of wikitext: the first two
/// whole, of the others the text a reader sees stays. One pass with a stack: what a bracket holds is written, and taken back when it turns out
/// to be hidden, so that every character is written and taken back once at most.
/// </summary>
internal sealed class WikiBrackets
{
    private enum Kind
    {
        Template,
        Table,
        Link,
        ExternalLink,
        Variant,
    }

    /// <summary>A longer target is none.</summary>
    private const int LongestTarget = 500;

    private readonly string _text;
    private readonly WikiLinks _links;
    private readonly char[] _output;
    private readonly Stack<Bracket> _open = new();
    private int _length;
    private int _openTemplates;
    private int _openTables;

    private WikiBrackets(string text, WikiLinks links)
    {
        (_text, _links) = (text, links);
        _output = new char[text.Length];
    }

    /// <summary>The text without brackets.</summary>
    /// <param name="text">Wikitext without tags.</param>
    /// <param name="links">Knows which links are hidden.</param>
    public static string Remove(string text, WikiLinks links) => new WikiBrackets(text, links).Remove();

    private string Remove()
    {
        bool isLineStart = true;
        for (int i = 0; i < _text.Length;)
        {
            int next = Step(i, isLineStart);
            isLineStart = _text[next - 1] == '\n' || (isLineStart && next == i + 1 && _text[i] is ' ' or '\t' or ':' or '*' or '#' or ';');
            i = next;
        }

        return new string(_output, 0, _length);
    }

    /// <summary>Reads what stands at a place and gives the place after it.</summary>
    private int Step(int i, bool isLineStart)
    {
        char c = _text[i];
        int run = c is '{' or '}' or '[' ? Run(i) : 1;
        switch (c)
        {
            case '{' when run >= 2:
                Open(Kind.Template, run);
                return i + run;
            case '{' when isLineStart && Follows(i, "{|"):
                Open(Kind.Table);
                return i + 2;
            case '}' when run >= 2:
                CloseTemplates(run);
                return i + run;
            case '|' when isLineStart && _openTables > 0 && Follows(i, "|}") && !(Top is { Kind: Kind.Template } && Follows(i, "|}}")):
                DropTo(Kind.Table);
                return i + 2;
            case '-' when Follows(i, "-{") && !Follows(i, "-{{"):
                Open(Kind.Variant);
                return i + 2;
            case '}' when Top is { Kind: Kind.Variant } && Follows(i, "}-"):
                CloseVariant();
                return i + 2;
            case '[' when run >= 2:
                Open(Kind.Link);
                return i + run;
            case '[' when IsAddress(i + 1):
                Open(Kind.ExternalLink);
                return i + 1;
            case ']' when Top is { Kind: Kind.ExternalLink }:
                CloseExternalLink();
                return i + 1;
            case ']' when Follows(i, "]]") && Top is { Kind: Kind.Link }:
                CloseLink();
                return i + 2;
            case ']' when Follows(i, "]]"):
                // The end of a link that was never begun.
                return i + 2;
            case '\n':
                while (Top is { Kind: Kind.ExternalLink })
                    _open.Pop();
                break;
            case '|' or ';' or ':' or ' ' when Top is { } top && Separate(top, c):
                return i + 1;
        }

        _output[_length++] = c;
        return i + 1;
    }

    /// <summary>A character that ends the hidden part of what is open; whether it did.</summary>
    private bool Separate(Bracket top, char c)
    {
        switch (top.Kind, c)
        {
            case (Kind.Link, '|') when !top.IsTextBegun:
                top.IsTextBegun = true;
                top.IsHidden = IsHiddenLink(top);
                if (_length - top.Start <= LongestTarget)
                    _length = top.Start;
                return true;
            case (Kind.ExternalLink, ' ') when !top.IsTextBegun:
                top.IsTextBegun = true;
                _length = top.Start;
                return true;
            case (Kind.Variant, '|') when !top.IsTextBegun:
                // Flags: H and T show nothing here.
                top.IsHidden = Written(top).ContainsAny('H', 'T');
                _length = top.Start;
                return true;
            case (Kind.Variant, ':') when !top.IsTextBegun && _length - top.Start <= LongestTarget && IsVariantName(Written(top)):
                top.IsTextBegun = true;
                _length = top.Start;
                return true;
            case (Kind.Variant, ';') when top.IsTextBegun && top.End < 0:
                top.End = _length;
                return true;
            default:
                return false;
        }
    }

    private void Open(Kind kind, int braces = 0)
    {
        _open.Push(new Bracket(kind, _length) { Braces = braces });
        Count(kind, 1);
    }

    /// <summary>Closes as many templates and parameters as a run of braces does; a brace or two may stay open.</summary>
    private void CloseTemplates(int run)
    {
        while (run >= 2 && _openTemplates > 0)
        {
            while (Top is { Kind: not Kind.Template })
                Pop();
            var template = Top!;
            int closed = Math.Min(run, template.Braces);
            run -= closed;
            template.Braces -= closed;
            _length = template.Start;
            if (template.Braces < 2)
                Pop();
        }
    }

    /// <summary>Takes back all since the innermost bracket of a kind that is open.</summary>
    private void DropTo(Kind kind)
    {
        Bracket bracket;
        do
        {
            bracket = Pop();
        }
        while (bracket.Kind != kind);
        _length = bracket.Start;
    }

    private void CloseLink()
    {
        var link = Pop();
        if (link.IsTextBegun ? link.IsHidden : IsHiddenLink(link))
        {
            _length = link.Start;
        }
        else if (!link.IsTextBegun && _length - link.Start <= LongestTarget)
        {
            var target = Written(link);
            var readable = target[WikiLinks.ReadableStart(target)..];
            readable.CopyTo(target);
            _length = link.Start + readable.Length;
        }
    }

    private bool IsHiddenLink(Bracket link) =>
        _length - link.Start <= LongestTarget && !Written(link).Contains('\n') && _links.IsHidden(Written(link));

    private void CloseExternalLink()
    {
        var link = Pop();
        if (!link.IsTextBegun)
            _length = link.Start;
    }

    private void CloseVariant()
    {
        var variant = Pop();
        if (variant.IsHidden)
            _length = variant.Start;
        else if (variant.End >= 0)
            _length = variant.End;
    }

    private Span<char> Written(Bracket bracket) => _output.AsSpan(bracket.Start, _length - bracket.Start);

    /// <summary>A name such as <c>zh-hans</c> or <c>sr-ec</c>.</summary>
    private static bool IsVariantName(ReadOnlySpan<char> written)
    {
        var name = written.Trim();
        return name.Length is >= 2 and <= 12 && !name.ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz-");
    }

    /// <summary>Whether an external link's address begins at a place: <c>https:</c>, <c>mailto:</c>, <c>//</c>.</summary>
    private bool IsAddress(int start)
    {
        if (Follows(start, "//"))
            return true;
        int end = start;
        while (end < _text.Length && end < start + 12 && char.IsAsciiLetter(_text[end]))
            end++;
        return Follows(end, "://") || (Follows(start, "mailto:") && end == start + 6) || (Follows(start, "news:") && end == start + 4);
    }

    private bool Follows(int place, string expected) => string.CompareOrdinal(_text, place, expected, 0, expected.Length) == 0;

    private int Run(int start)
    {
        int end = start + 1;
        while (end < _text.Length && _text[end] == _text[start])
            end++;
        return end - start;
    }

    private Bracket? Top => _open.TryPeek(out var top) ? top : null;

    private Bracket Pop()
    {
        var bracket = _open.Pop();
        Count(bracket.Kind, -1);
        return bracket;
    }

    private void Count(Kind kind, int change)
    {
        if (kind == Kind.Template)
            _openTemplates += change;
        else if (kind == Kind.Table)
            _openTables += change;
    }

    /// <summary>An open bracket.</summary>
    /// <param name="kind">Of which kind.</param>
    /// <param name="start">Where its content begins in the output.</param>
    private sealed class Bracket(Kind kind, int start)
    {
        public Kind Kind { get; } = kind;

        public int Start { get; } = start;

        /// <summary>Braces of a template's beginning that are still open.</summary>
        public int Braces { get; set; }

        /// <summary>Whether what is read has begun, after a target, an address or a variant's name.</summary>
        public bool IsTextBegun { get; set; }

        /// <summary>Whether nothing of it is read.</summary>
        public bool IsHidden { get; set; }

        /// <summary>Where in the output what is read ends; −1 where the bracket ends.</summary>
        public int End { get; set; } = -1;
    }
}
