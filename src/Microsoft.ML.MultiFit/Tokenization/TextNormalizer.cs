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

    /// <summary>Takes rules and symbols from a model.</summary>
    public TextNormalizer(SentencePieceModel model)
        : this(
            (model ?? throw new ArgumentNullException(nameof(model))).NormalizerSpec,
            model.CharacterMap,
            model.Pieces.Where(piece => piece.Type == SentencePieceType.UserDefined).Select(piece => piece.Piece),
            model.TrainerSpec.TreatWhitespaceAsSuffix)
    {
    }

    internal TextNormalizer(SentencePieceNormalizerSpec spec, CharacterMap rules, IEnumerable<string> userDefinedSymbols, bool spaceAsSuffix = false)
    {
        _spec = spec;
        _rules = rules;
        _spaceAsSuffix = spaceAsSuffix;
        var symbols = userDefinedSymbols.Where(symbol => !symbol.Contains('\0')).Select(Encoding.UTF8.GetBytes).ToList();
        symbols.Sort(DoubleArrayBuilder.CompareKeys);
        _userDefined = DoubleArrayBuilder.Build(symbols, new int[symbols.Count]);
    }

    private static ReadOnlySpan<byte> SpaceSymbolUtf8 => "\u2581"u8;

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

    internal PooledBytes NormalizeToUtf8(ReadOnlySpan<char> original)
    {
        using var utf8 = PooledBytes.FromText(original);
        ReadOnlySpan<byte> text = utf8.Span;
        var output = new PooledBytes(text.Length + (text.Length / 2) + 3);
        bool trim = _spec.RemoveExtraWhitespaces;
        if (trim)
            text = SkipSpaces(text);
        if (text.IsEmpty)
            return output;
        if (_spec.AddDummyPrefix && !_spaceAsSuffix)
            AppendSpace(ref output);
        bool afterSpace = trim;
        while (!text.IsEmpty)
        {
            int length = NextPart(text, out var part);
            text = text[length..];
            while (afterSpace && !part.IsEmpty && part[0] == (byte)' ')
                part = part[1..];
            if (part.IsEmpty)
                continue;
            Append(ref output, part);
            afterSpace = trim && part[^1] == (byte)' ';
        }

        if (trim)
            TrimEnd(ref output);
        if (_spec.AddDummyPrefix && _spaceAsSuffix)
            AppendSpace(ref output);
        return output;
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

    /// <summary>The next symbol, rule or code point at the start of the text, as it is to be written.</summary>
    /// <returns>How many bytes of the text it takes.</returns>
    private int NextPart(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> part)
    {
        int length = _userDefined.LongestPrefix(text, out _);
        if (length == 0)
        {
            length = _rules.Match(text, out part);
            if (length > 0)
                return length;
            length = Utf8Length(text[0]);
        }

        part = text[..length];
        return length;
    }

    /// <summary>How many bytes the code point has that begins with <paramref name="first"/>.</summary>
    internal static int Utf8Length(byte first) => first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;

    private void Append(ref PooledBytes output, ReadOnlySpan<byte> part)
    {
        if (!_spec.EscapeWhitespaces || !part.Contains((byte)' '))
        {
            output.Append(part);
            return;
        }

        foreach (ref readonly byte value in part)
        {
            if (value == (byte)' ')
                output.Append(SpaceSymbolUtf8);
            else
                output.Append(new ReadOnlySpan<byte>(in value));
        }
    }

    private void AppendSpace(ref PooledBytes output) => output.Append(_spec.EscapeWhitespaces ? SpaceSymbolUtf8 : " "u8);

    private void TrimEnd(ref PooledBytes output)
    {
        var space = _spec.EscapeWhitespaces ? SpaceSymbolUtf8 : " "u8;
        while (output.Span.EndsWith(space))
            output.Truncate(output.Length - space.Length);
    }
}
