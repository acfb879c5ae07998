using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>Lines of a text whose length is limited: a packed file of zeros would otherwise be gathered as one line until memory is full.</summary>
/// <param name="reader">Read to its end; not closed.</param>
/// <param name="longest">Characters of the longest line that is read.</param>
internal sealed class LineReader(TextReader reader, int longest)
{
    private readonly char[] _block = new char[1024];
    private readonly StringBuilder _line = new();
    private int _next;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The next line without its end, which is a line feed, a carriage return or both; null after the last.</summary>
    /// <exception cref="InvalidDataException">The line is longer than the limit.</exception>
    public string? ReadLine()
    {
        _line.Clear();
        bool any = false;
        while (Fill())
        {
            any = true;
            var rest = _block.AsSpan(_next, _end - _next);
            int length = rest.IndexOfAny('\n', '\r');
            _line.Append(length < 0 ? rest : rest[..length]);
            if (_line.Length > longest)
                throw new InvalidDataException($"a line of more than {longest} characters");
            if (length < 0)
            {
                _next = _end;
                continue;
            }

            _next += length + 1;
            if (rest[length] == '\r' && Fill() && _block[_next] == '\n')
                _next++;
            break;
        }

        return any ? _line.ToString() : null;
    }

    private bool Fill()
    {
        // Some unpacking streams close themselves at their end, and must not be asked again.
        if (_next == _end && !_isAtEnd)
        {
            (_next, _end) = (0, reader.Read(_block, 0, _block.Length));
            _isAtEnd = _end == 0;
        }

        return _next < _end;
    }
}
