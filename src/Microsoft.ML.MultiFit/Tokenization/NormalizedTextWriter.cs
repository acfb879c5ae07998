namespace Microsoft.ML.MultiFit;

/// <summary>Collects a normalised text and, if asked, where each of its bytes comes from.</summary>
/// <param name="capacity">Bytes that are expected.</param>
/// <param name="escapeSpaces">Whether a space is written as U+2581.</param>
/// <param name="tracksOrigins">Whether origins are kept.</param>
internal struct NormalizedTextWriter(int capacity, bool escapeSpaces, bool tracksOrigins)
{
    private PooledList<byte> _utf8 = new(capacity);
    private PooledList<int> _origins = tracksOrigins ? new(capacity) : default;

    /// <summary>The text; the caller gives its memory back.</summary>
    public readonly PooledList<byte> Utf8 => _utf8;

    private readonly ReadOnlySpan<byte> Space => escapeSpaces ? "\u2581"u8 : " "u8;

    /// <summary>Appends what a part of the original became.</summary>
    /// <param name="part">The bytes, with plain spaces.</param>
    /// <param name="origin">Where the part begins in the original.</param>
    public void Append(ReadOnlySpan<byte> part, int origin)
    {
        if (tracksOrigins)
            _origins.AppendRepeated(origin, part.Length + ((Space.Length - 1) * part.Count((byte)' ')));
        while (escapeSpaces && part.IndexOf((byte)' ') is >= 0 and var space)
        {
            _utf8.Append(part[..space]);
            _utf8.Append(Space);
            part = part[(space + 1)..];
        }

        _utf8.Append(part);
    }

    /// <summary>Appends a part of the original that stays as it is and has no spaces.</summary>
    /// <param name="part">Whole characters.</param>
    /// <param name="origin">Where the part begins in the original.</param>
    public void AppendUntouched(ReadOnlySpan<byte> part, int origin)
    {
        _utf8.Append(part);
        if (!tracksOrigins)
            return;
        for (int length; !part.IsEmpty; part = part[length..])
        {
            length = TextNormalizer.Utf8Length(part[0]);
            _origins.AppendRepeated(origin, length);
            origin += Utf16Length(part[0]);
        }
    }

    /// <summary>UTF-16 units of the character that a byte begins; 0 if it begins none.</summary>
    public static int Utf16Length(byte value) => (value & 0xC0) == 0x80 ? 0 : value < 0xF0 ? 1 : 2;

    /// <summary>Takes spaces off the end. Returns where in the original the first of them begins, <paramref name="end"/> if there is none.</summary>
    public int TrimEnd(int end)
    {
        while (_utf8.Span.EndsWith(Space))
        {
            _utf8.Truncate(_utf8.Length - Space.Length);
            if (!tracksOrigins)
                continue;
            end = _origins.Span[_utf8.Length];
            _origins.Truncate(_utf8.Length);
        }

        return end;
    }

    /// <summary>The text with its origins, which end at <paramref name="end"/> in the original.</summary>
    public NormalizedText Finish(int end)
    {
        _origins.AppendRepeated(end, 1);
        return new NormalizedText(_utf8, _origins);
    }
}
