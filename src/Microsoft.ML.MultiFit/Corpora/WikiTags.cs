using System.Collections.Frozen;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Takes comments and tags out of wikitext: some with all they hold (references, formulas, code), the others alone. HTML tables become wikitext
/// ones. A <c>&lt;</c> that begins no known tag is text.
/// </summary>
internal sealed class WikiTags
{
    /// <summary>What becomes of a tag.</summary>
    private enum Fate
    {
        /// <summary>Nothing is left of it.</summary>
        Vanish,

        /// <summary>Its content goes too.</summary>
        VanishWithContent,

        /// <summary>It stood between words.</summary>
        Space,

        /// <summary>It stood between paragraphs.</summary>
        Paragraph,

        /// <summary>Its content is text without markup.</summary>
        Mask,

        /// <summary>It is a table.</summary>
        Table,
    }

    private static readonly FrozenDictionary<string, Fate> s_fates = Fates().ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, Fate>.AlternateLookup<ReadOnlySpan<char>> s_fateOf = s_fates.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly string _text;
    private readonly StringBuilder _output;

    // Ends that were looked for and not found: without them, a text of beginnings alone would be searched to its end for each.
    private readonly HashSet<string> _missingEnds = new(StringComparer.OrdinalIgnoreCase);

    private WikiTags(string text)
    {
        _text = MaskedText.WithoutPrivate(text);
        _output = new StringBuilder(_text.Length);
    }

    /// <summary>The text without its tags.</summary>
    public static string Remove(string wikitext) => new WikiTags(wikitext).Remove();

    private static IEnumerable<KeyValuePair<string, Fate>> Fates()
    {
        (Fate Fate, string Names)[] fates =
        [
            (Fate.Vanish, "abbr b bdi bdo big cite code data del dfn em font i ins kbd languages mark nobr noinclude nowrap onlyinclude poem q rb "
                + "rp rt rtc ruby s samp section small span strike strong sub sup time translate tt tvar u var wbr references"),
            (Fate.VanishWithContent, "categorytree ce chem gallery graph hiero imagemap includeonly indicator inputbox maplink mapframe math phonos pre ref score "
                + "script select source style syntaxhighlight templatedata templatestyles timeline"),
            (Fate.Space, "br"),
            (Fate.Paragraph, "blockquote caption center dd dir div dl dt h1 h2 h3 h4 h5 h6 hr li menu ol p tbody td tfoot th thead tr ul"),
            (Fate.Mask, "nowiki"),
            (Fate.Table, "table"),
        ];
        return fates.SelectMany(fate => fate.Names.Split(' ').Select(name => KeyValuePair.Create(name, fate.Fate)));
    }

    private string Remove()
    {
        int position = 0;
        while (_text.IndexOf('<', position) is var start && start >= 0)
        {
            _output.Append(_text, position, start - position);
            position = AfterTag(start);
            if (position == start)
                _output.Append(_text[position++]);
        }

        return _output.Append(_text, position, _text.Length - position).ToString();
    }

    /// <summary>Writes what a tag becomes and gives the place after it; the same place if there is no tag.</summary>
    private int AfterTag(int start)
    {
        if (string.CompareOrdinal(_text, start, "<!--", 0, 4) == 0)
            return Find("-->", start + 4) is >= 0 and var commentEnd ? commentEnd + 3 : _text.Length;

        bool isEnd = start + 1 < _text.Length && _text[start + 1] == '/';
        int nameStart = start + (isEnd ? 2 : 1), nameEnd = nameStart;
        while (nameEnd < _text.Length && char.IsAsciiLetterOrDigit(_text[nameEnd]))
            nameEnd++;
        var name = _text.AsSpan(nameStart, nameEnd - nameStart);
        if (!s_fateOf.TryGetValue(name, out var fate) || Find(">", nameEnd) is not (>= 0 and var end))
            return start;

        bool isWhole = _text[end - 1] == '/';
        end++;
        switch (fate)
        {
            case Fate.Space:
                _output.Append(' ');
                break;
            case Fate.Paragraph:
                _output.Append("\n\n");
                break;
            case Fate.Table:
                _output.Append(isEnd ? "\n|}\n" : "\n{|\n");
                break;
            case Fate.Mask or Fate.VanishWithContent when !isEnd && !isWhole:
                return AfterContent(end, name.ToString(), fate);
        }

        return end;
    }

    private int AfterContent(int start, string name, Fate fate)
    {
        // The first end counts, as in MediaWiki, even where another beginning stands before it.
        if (Find($"</{name}", start) is not (>= 0 and var contentEnd) || Find(">", contentEnd) is not (>= 0 and var end))
            return start;
        if (fate == Fate.Mask)
            MaskedText.Append(_output, _text.AsSpan(start, contentEnd - start));
        return end + 1;
    }

    private int Find(string end, int start)
    {
        if (_missingEnds.Contains(end))
            return -1;
        int place = _text.IndexOf(end, start, StringComparison.OrdinalIgnoreCase);
        if (place < 0)
            _missingEnds.Add(end);
        return place;
    }
}
