using System.Globalization;
using System.Text;
using System.Xml;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// The pages of a MediaWiki XML dump, one after the other. Elements are known by their local names, so that every version of the export schema
/// is read. Malformed XML is one <see cref="InvalidDataException"/> that names file, line and column.
/// </summary>
internal sealed class WikiPageReader : IDisposable
{
    /// <summary>MediaWiki stores no text of more than 2 MB; what is longer than this is no page, and would take memory without end.</summary>
    private const int LongestText = 1 << 24;

    private const int LongestName = 1 << 12;

    private readonly string _name;
    private readonly XmlReader _xml;
    private readonly Dictionary<int, string> _namespaces = [];

    /// <param name="stream">The unpacked dump; closed with this.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">It is not a dump, or its head is malformed.</exception>
    public WikiPageReader(Stream stream, string name)
    {
        _name = name;
        try
        {
            // It reads the first bytes already.
            _xml = Checked(() => XmlReader.Create(
                stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CloseInput = true, IgnoreComments = true }));
            Language = Checked(ReadHead);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The language the dump names; null for none.</summary>
    public string? Language { get; }

    /// <summary>The names of the namespaces read so far; all of them when the first page has been read.</summary>
    public IReadOnlyDictionary<int, string> Namespaces => _namespaces;

    /// <summary>The next page, or null at the end of the dump.</summary>
    /// <exception cref="InvalidDataException">The dump is malformed, cut off or damaged.</exception>
    public WikiPage? Next() => Checked(() =>
    {
        while (_xml.Read())
        {
            if (_xml.NodeType != XmlNodeType.Element)
                continue;
            if (_xml.LocalName == "namespace")
                ReadNamespace();
            else if (_xml.LocalName == "page")
                return ReadPage();
        }

        return null;
    });

    public void Dispose() => _xml.Dispose();

    private string? ReadHead() => _xml.MoveToContent() == XmlNodeType.Element && _xml.LocalName == "mediawiki"
        ? _xml.GetAttribute("xml:lang")
        : throw Malformed("the first element is not 'mediawiki'.");

    private void ReadNamespace()
    {
        if (int.TryParse(_xml.GetAttribute("key"), CultureInfo.InvariantCulture, out int number))
            _namespaces[number] = Content(LongestName);
    }

    private WikiPage ReadPage()
    {
        string title = "", model = "wikitext", text = "";
        int space = 0;
        bool isRedirect = false;
        int depth = _xml.Depth;
        bool isEmpty = _xml.IsEmptyElement;
        while (!isEmpty && _xml.Read() && _xml.Depth > depth)
        {
            // The page's own elements, or those of a revision in it.
            if (_xml.NodeType != XmlNodeType.Element || _xml.Depth > depth + 2)
                continue;
            switch (_xml.LocalName)
            {
                case "title":
                    title = Content(LongestName);
                    break;
                case "ns":
                    if (!int.TryParse(Content(LongestName), CultureInfo.InvariantCulture, out space))
                        throw Malformed($"the namespace of page '{title}' is not a number.");
                    break;
                case "redirect":
                    isRedirect = true;
                    break;
                case "model":
                    model = Content(LongestName);
                    break;
                case "text":
                    text = Content(LongestText);
                    break;
            }
        }

        return new WikiPage(title, space, isRedirect, model == "wikitext", text);
    }

    /// <summary>The text of the element the reader stands on, which is left for its end.</summary>
    private string Content(int longest)
    {
        if (_xml.IsEmptyElement)
            return "";
        var content = new StringBuilder();
        var buffer = new char[1 << 12];
        int depth = _xml.Depth;
        while (_xml.Read() && _xml.Depth > depth)
        {
            if (_xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace))
                continue;
            for (int read; (read = _xml.ReadValueChunk(buffer, 0, buffer.Length)) > 0;)
            {
                content.Append(buffer, 0, read);
                if (content.Length > longest)
                    throw Malformed($"a text of more than {longest} characters, which no page has.");
            }
        }

        return content.ToString();
    }

    private T Checked<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException exception)
        {
            // The message ends with the position, which stands in front here.
            var reason = exception.Message.Split(" Line ", 2)[0];
            throw new InvalidDataException($"{_name}{Place(exception)}: not a readable MediaWiki dump: {reason}", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{_name}{Place()}: {exception.Message}", exception);
        }
    }

    private string Place(XmlException? exception = null)
    {
        // Some exceptions do not say where, and some come before there is a reader.
        var (line, column) = exception is { LineNumber: > 0 }
            ? (exception.LineNumber, exception.LinePosition)
            : _xml is IXmlLineInfo reader ? (reader.LineNumber, reader.LinePosition) : (1, 1);
        return $"({Math.Max(1, line)},{Math.Max(1, column)})";
    }

    private XmlException Malformed(string reason)
    {
        var position = (IXmlLineInfo)_xml;
        return new XmlException(reason, null, position.LineNumber, position.LinePosition);
    }
}
