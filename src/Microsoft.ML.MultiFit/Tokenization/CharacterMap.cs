using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Replacement rules of a normaliser: sequences of characters and what they become. The longest sequence that matches wins. Stored as
/// SentencePiece's <c>precompiled_charsmap</c>: the length of a <see cref="DoubleArray"/> in bytes, its units, then the replacements as
/// zero-terminated UTF-8.
/// </summary>
internal sealed class CharacterMap
{
    private readonly DoubleArray _trie;
    private readonly byte[] _replacements;

    private CharacterMap(DoubleArray trie, byte[] replacements)
    {
        _trie = trie;
        _replacements = replacements;
    }

    public static CharacterMap Empty { get; } = new(new DoubleArray([]), []);

    /// <exception cref="InvalidDataException">The bytes are not such a map.</exception>
    public static CharacterMap Read(ReadOnlySpan<byte> bytes, string source)
    {
        if (bytes.IsEmpty)
            return Empty;
        uint trieBytes = bytes.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (trieBytes == 0 || trieBytes % 4 != 0 || trieBytes > bytes.Length - 4)
            throw new InvalidDataException($"{source} is not a readable SentencePiece model: its normalisation rules are cut off.");
        if (trieBytes / 4 > DoubleArray.MaxUnits)
            throw new InvalidDataException($"{source} is not a readable SentencePiece model: its normalisation rules have more than {DoubleArray.MaxUnits} units.");
        var units = new uint[trieBytes / 4];
        for (int i = 0; i < units.Length; i++)
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 + (4 * i))..]);
        var trie = new DoubleArray(units);
        if (!trie.HasOnlyKeysUpTo(DoubleArray.MaxRuleBytes))
            throw new InvalidDataException($"{source} is not a readable SentencePiece model: its normalisation rules have no end within {DoubleArray.MaxRuleBytes} bytes.");
        var replacements = bytes[(4 + (int)trieBytes)..];
        if (replacements.IsEmpty || replacements[^1] != 0 || !trie.HasOnlyValuesBelow(replacements.Length))
            throw new InvalidDataException($"{source} is not a readable SentencePiece model: its normalisation rules point outside their replacements.");
        if (LongestReplacement(replacements) > NormalizationRules.MaxReplacementBytes)
            throw new InvalidDataException($"{source} is not a readable SentencePiece model: a normalisation rule writes more than {NormalizationRules.MaxReplacementBytes} bytes.");
        return new CharacterMap(trie, replacements.ToArray());
    }

    /// <summary>Compiles rules, given in any order.</summary>
    public static CharacterMap Compile(IEnumerable<KeyValuePair<string, string>> rules)
    {
        var sorted = rules.OrderBy(rule => rule.Key, StringComparer.Ordinal).ToArray();
        var replacements = new MemoryStream();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var values = new int[sorted.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            string replacement = sorted[i].Value;
            if (!places.TryGetValue(replacement, out values[i]))
            {
                values[i] = places[replacement] = (int)replacements.Length;
                replacements.Write(Encoding.UTF8.GetBytes(replacement));
                replacements.WriteByte(0);
            }
        }

        return new CharacterMap(DoubleArrayBuilder.Build(sorted.Select((rule, i) => (rule.Key, values[i]))), replacements.ToArray());
    }

    /// <summary>The stored form.</summary>
    public byte[] ToBytes()
    {
        var units = _trie.Units;
        if (units.IsEmpty)
            return [];
        var bytes = new byte[4 + (4 * units.Length) + _replacements.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, 4 * units.Length);
        for (int i = 0; i < units.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 + (4 * i)), units[i]);
        _replacements.CopyTo(bytes, 4 + (4 * units.Length));
        return bytes;
    }

    /// <summary>The longest rule that <paramref name="text"/> begins with.</summary>
    /// <returns>How many bytes it replaces, 0 if there is no rule.</returns>
    public int Match(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement)
    {
        replacement = default;
        int length = _trie.LongestPrefix(text, out int value);
        if (length == 0 || value >= _replacements.Length)
            return 0;
        replacement = _replacements.AsSpan(value);
        replacement = replacement[..replacement.IndexOf((byte)0)];
        return length;
    }

    /// <summary>Whether a rule replaces this byte, or a sequence that begins with it and another one of ASCII.</summary>
    public bool HasAsciiKey(byte first) => _trie.HasAsciiKey(first);

    private static int LongestReplacement(ReadOnlySpan<byte> replacements)
    {
        int longest = 0;
        for (int length; !replacements.IsEmpty; replacements = replacements[(length + 1)..])
        {
            length = replacements.IndexOf((byte)0);
            longest = Math.Max(longest, length);
        }

        return longest;
    }
}
