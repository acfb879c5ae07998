namespace Microsoft.ML.MultiFit;

/// <summary>Which parts of a text may become pieces: how long they are, which scripts and digits they mix, and where their spaces stand.</summary>
internal sealed class PieceRules
{
    private const int AnyScript = -1;

    private readonly UnigramTrainerOptions _options;
    private readonly ushort _space;
    private readonly ushort _unknown;
    private readonly bool[] _isDigit;
    private readonly int[] _scripts;

    public PieceRules(UnigramAlphabet alphabet, UnigramTrainerOptions options)
    {
        _options = options;
        _space = alphabet.Space;
        _unknown = alphabet.Unknown;
        _scripts = new int[alphabet.CodePoints.Length];
        _isDigit = new bool[alphabet.CodePoints.Length];
        for (int number = 0; number < _scripts.Length; number++)
        {
            int codePoint = alphabet.CodePoints.Span[number];
            _scripts[number] = UnicodeScripts.Of(codePoint);
            _isDigit[number] = codePoint is (>= '0' and <= '9') or (>= '０' and <= '９');
        }
    }

    /// <summary>
    /// How many of the first characters may be in one piece; every shorter beginning keeps these rules, too. That of the spaces is apart, see
    /// <see cref="AllowsSpaces"/>.
    /// </summary>
    /// <param name="text">A word to its end, with the character that follows it.</param>
    public int MaxLength(ReadOnlySpan<ushort> text)
    {
        int limit = Math.Min(text.Length - 1, _options.MaxPieceLength);
        int script = AnyScript;
        for (int length = 0; length < limit; length++)
        {
            ushort character = text[length];
            if (character == _unknown)
                return length;
            if (character == _space)
                continue;
            bool isDigit = _isDigit[character];
            if (_options.SplitDigits && isDigit)
                return Math.Max(length, 1);
            int next = _scripts[character] == UnicodeScripts.Inherited ? script : _scripts[character];
            if (!_options.SplitByNumber && isDigit)
                next = AnyScript;
            if (_options.SplitByScript && next != AnyScript && script != AnyScript && next != script)
                return length;
            script = next;
        }

        return limit;
    }

    /// <summary>Whether the spaces of a piece stand where they may: at one end, inside only if words are not split, or everywhere if all is space.</summary>
    public bool AllowsSpaces(ReadOnlySpan<ushort> piece)
    {
        if (_space == UnigramAlphabet.SentenceEnd || !piece.Contains(_space))
            return true;
        if (_options.AllowWhitespaceOnlyPieces && !piece.ContainsAnyExcept(_space))
            return true;
        if (_options.TreatWhitespaceAsSuffix)
            return _options.SplitByWhitespace ? !piece[..^1].Contains(_space) : piece.Length == 1 || piece[0] != _space;
        return _options.SplitByWhitespace ? !piece[1..].Contains(_space) : piece.Length == 1 || piece[^1] != _space;
    }
}
