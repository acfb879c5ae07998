using System.Buffers;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Normalises text as a SentencePiece model says: its replacement rules (longest match first), spaces trimmed and collapsed, one space in
/// front, spaces written as U+2581. User-defined symbols are found first and stay as they are. Safe to share between threads.
/// </summary>
public sealed class TextNormalizer : Normalizer
{
    internal const string SpaceSymbol = "\u2581";

    private readonly CharacterMap _rules;
    private readonly DoubleArray _userDefined;
    private readonly SentencePieceNormalizerSpec _spec;
    private readonly bool _spaceAsSuffix;
    // The ASCII bytes but the space that no rule or symbol touches as long as ASCII follows.
    private readonly SearchValues<byte> _untouched;

    /// <summary>Takes rules and symbols from a model.</summary>
    public TextNormalizer(SentencePieceModel model)
        : this(
            (model ?? throw new ArgumentNullException(nameof(model))).NormalizerSpec,
            model.CharacterMap,
            model.Pieces.Where(piece => piece.Type == SentencePieceType.UserDefined).Select(piece => piece.Piece),
            model.TrainerSpec.TreatWhitespaceAsSuffix)
    {
    }

    /// <summary>Takes the rules alone, for text that is not to be cut.</summary>
    /// <exception cref="InvalidDataException">The rules are damaged.</exception>
    public TextNormalizer(SentencePieceNormalizerSpec spec)
        : this(spec ?? throw new ArgumentNullException(nameof(spec)), CharacterMap.Read(spec.PrecompiledCharsMap.Span, "The normaliser"), [])
    {
    }

    internal TextNormalizer(SentencePieceNormalizerSpec spec, CharacterMap rules, IEnumerable<string> userDefinedSymbols, bool spaceAsSuffix = false)
    {
        _spec = spec;
        _rules = rules;
        _spaceAsSuffix = spaceAsSuffix;
        _userDefined = DoubleArrayBuilder.Build(userDefinedSymbols.Select((symbol, index) => (symbol, index)));
        var ascii = Enumerable.Range(0, 0x80).Select(value => (byte)value);
        _untouched = SearchValues.Create([.. ascii.Where(first => first != (byte)' ' && !_rules.HasAsciiKey(first) && !_userDefined.HasAsciiKey(first))]);
    }

    /// <inheritdoc/>
    public override string Normalize(string original)
    {
        ArgumentNullException.ThrowIfNull(original);
        return Normalize(original.AsSpan());
    }

    /// <inheritdoc/>
    public override string Normalize(ReadOnlySpan<char> original)
    {
        using var normalized = NormalizeToUtf8(original);
        return Encoding.UTF8.GetString(normalized.Span);
    }

    /// <summary>UTF-8 of a text; a lone surrogate becomes U+FFFD.</summary>
    internal static PooledList<byte> ToUtf8(ReadOnlySpan<char> text)
    {
        var utf8 = new PooledList<byte>(Encoding.UTF8.GetMaxByteCount(text.Length));
        utf8.Advance(Encoding.UTF8.GetBytes(text, utf8.Free));
        return utf8;
    }

    internal PooledList<byte> NormalizeToUtf8(ReadOnlySpan<char> original)
    {
        var writer = Writer(original, tracksOrigins: false);
        Write(original, ref writer, countsOrigins: false);
        return writer.Utf8;
    }

    /// <summary>Normalises and says of every byte where it comes from.</summary>
    internal NormalizedText NormalizeWithOrigins(ReadOnlySpan<char> original)
    {
        var writer = Writer(original, tracksOrigins: true);
        int end = Write(original, ref writer, countsOrigins: true);
        return writer.Finish(end);
    }

    private NormalizedTextWriter Writer(ReadOnlySpan<char> original, bool tracksOrigins) =>
        new(original.Length + (original.Length / 2) + 3, _spec.EscapeWhitespaces, tracksOrigins);

    /// <returns>Where in the original the text ends, spaces that were dropped left out; 0 if origins are not counted.</returns>
    private int Write(ReadOnlySpan<char> original, ref NormalizedTextWriter writer, bool countsOrigins)
    {
        using var utf8 = ToUtf8(original);
        ReadOnlySpan<byte> text = utf8.Span;
        bool trim = _spec.RemoveExtraWhitespaces;
        if (trim)
            text = SkipSpaces(text);
        int origin = countsOrigins ? Utf16Length(utf8.Span[..^text.Length]) : 0;
        if (text.IsEmpty)
            return origin;
        if (_spec.AddDummyPrefix && !_spaceAsSuffix)
            writer.Append(" "u8, origin);
        bool afterSpace = trim;
        while (!text.IsEmpty)
        {
            int length = UntouchedLength(text);
            if (length > 0)
            {
                writer.AppendUntouched(text[..length], origin);
                afterSpace = false;
            }
            else
            {
                length = NextPart(text, out var part);
                while (afterSpace && !part.IsEmpty && part[0] == (byte)' ')
                    part = part[1..];
                if (!part.IsEmpty)
                {
                    writer.Append(part, origin);
                    afterSpace = trim && part[^1] == (byte)' ';
                }
            }

            origin += countsOrigins ? Utf16Length(text[..length]) : 0;
            text = text[length..];
        }

        if (trim)
            origin = writer.TrimEnd(origin);
        if (_spec.AddDummyPrefix && _spaceAsSuffix)
            writer.Append(" "u8, origin);
        return origin;
    }

    private static int Utf16Length(ReadOnlySpan<byte> utf8)
    {
        int length = 0;
        foreach (byte value in utf8)
            length += NormalizedTextWriter.Utf16Length(value);
        return length;
    }

    private ReadOnlySpan<byte> SkipSpaces(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            int length = NextPart(text, out var part);
            if (part is not [(byte)' '])
                break;
            text = text[length..];
        }

        return text;
    }

    /// <summary>How many bytes at the start of the text are neither spaces nor touched by a symbol or rule.</summary>
    private int UntouchedLength(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < text.Length)
        {
            int ascii = text[length..].IndexOfAnyExcept(_untouched);
            if (ascii < 0)
                return text.Length;
            length += ascii;
            // A rule may join the last letter with what follows it, such as an accent.
            if (ascii > 0 && text[length] >= 0x80)
                length--;
            if (text[length] == (byte)' ' || Match(text[length..], out _) > 0)
                break;
            length += Utf8Length(text[length]);
        }

        return length;
    }

    /// <summary>The next symbol, rule or code point at the start of the text, as it is to be written.</summary>
    /// <returns>How many bytes of the text it takes.</returns>
    private int NextPart(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> part)
    {
        int length = Match(text, out part);
        if (length > 0)
            return length;
        length = Utf8Length(text[0]);
        part = text[..length];
        return length;
    }

    /// <summary>The symbol or rule that the text begins with.</summary>
    /// <returns>How many bytes of the text it takes, 0 for none.</returns>
    private int Match(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> part)
    {
        int length = _userDefined.LongestPrefix(text, out _);
        if (length == 0)
            return _rules.Match(text, out part);
        part = text[..length];
        return length;
    }

    /// <summary>How many bytes the code point has that begins with <paramref name="first"/>.</summary>
    internal static int Utf8Length(byte first) => first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}
