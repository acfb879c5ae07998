using System.Text;

namespace Microsoft.ML.Data;

/// <summary>
/// Splits a line into fields. Spaces before a field do not belong to it. With quoting, a field that begins with a quote ends with one; what it
/// holds is text, an escaped quote one quote. Quoting that is not closed, or followed by more, makes the field empty.
/// </summary>
internal sealed class FieldSplitter(TextLoader.Options options)
{
    private readonly List<ReadOnlyMemory<char>> _fields = [];
    private string _text;
    private int _at;

    /// <summary>The field at <paramref name="index"/>, empty when the line has fewer.</summary>
    public ReadOnlyMemory<char> this[int index] => index < _fields.Count ? _fields[index] : default;

    /// <summary>Splits, and says whether all quoting was good.</summary>
    public bool Split(string text)
    {
        (_text, _at) = (text, 0);
        _fields.Clear();
        var good = true;
        do
        {
            good &= TryReadField(out var field);
            _fields.Add(field);
        }
        while (_at++ < _text.Length);
        return good;
    }

    /// <summary>Whether a quoted field is still open at the end of <paramref name="text"/>.</summary>
    public bool EndsInQuotes(string text)
    {
        (_text, _at) = (text, 0);
        do
        {
            SkipSpaces();
            if (IsAtQuote() && ReadQuoted() is null)
                return true;
            SkipToSeparator();
        }
        while (_at++ < _text.Length);
        return false;
    }

    /// <summary>Leaves the place at the separator behind the field, or at the end.</summary>
    private bool TryReadField(out ReadOnlyMemory<char> field)
    {
        SkipSpaces();
        if (!IsAtQuote())
        {
            var start = _at;
            SkipToSeparator();
            field = _text.AsMemory(start, _at - start);
            return true;
        }

        var quoted = ReadQuoted();
        SkipSpaces();
        var isWhole = quoted is not null && (_at == _text.Length || IsSeparator(_text[_at]));
        field = isWhole ? quoted.AsMemory() : default;
        SkipToSeparator();
        return isWhole;
    }

    /// <summary>What stands between quotes, or null when the line ends before the second.</summary>
    private string ReadQuoted()
    {
        var content = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            var letter = _text[_at];
            if (letter == options.EscapeChar && _at + 1 < _text.Length && _text[_at + 1] == '"')
            {
                content.Append('"');
                _at++;
            }
            else if (letter == '"')
            {
                _at++;
                return content.ToString();
            }
            else
            {
                content.Append(letter);
            }
        }

        return null;
    }

    private bool IsAtQuote() => options.AllowQuoting && _at < _text.Length && _text[_at] == '"';

    private bool IsSeparator(char letter) => options.Separators.Contains(letter);

    private void SkipSpaces()
    {
        while (_at < _text.Length && _text[_at] == ' ' && !IsSeparator(' '))
            _at++;
    }

    private void SkipToSeparator()
    {
        while (_at < _text.Length && !IsSeparator(_text[_at]))
            _at++;
    }
}
