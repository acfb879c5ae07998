namespace Microsoft.ML.MultiFit;

/// <summary>
/// A trie over bytes in one array of 32-bit units, in the layout that SentencePiece stores (a child's unit is at the parent's base XOR its
/// byte). Reading never leaves the array, whatever the units say.
/// </summary>
internal readonly struct DoubleArray(uint[] units)
{
    /// <summary>The most units that are built or read: a unit keeps a child's distance in 21 bits.</summary>
    public const int MaxUnits = 1 << 21;

    /// <summary>The longest sequence that a rule of normalisation replaces.</summary>
    public const int MaxRuleBytes = 1024;

    private const uint LeafBit = 0x80000000;
    private const uint LabelMask = LeafBit | 0xFF;

    private readonly uint[] _units = units;

    public ReadOnlySpan<uint> Units => _units;

    /// <summary>Where the search for a key begins; pass it to <see cref="Step"/>.</summary>
    public int Root => _units.Length == 0 ? 0 : Offset(_units[0]);

    /// <summary>Goes one byte further. False when no key continues so.</summary>
    /// <param name="position">The state of the search: the base of the children of what was read so far.</param>
    /// <param name="next">The next byte of the key.</param>
    /// <param name="value">The value of the key that ends here, or −1.</param>
    public bool Step(ref int position, byte next, out int value)
    {
        value = -1;
        uint[] units = _units;
        uint child = (uint)(position ^ next);
        // No key holds a zero byte: what looks like a child of that name is a value, or unused.
        if (child >= (uint)units.Length || next == 0)
            return false;
        uint unit = units[child];
        if ((unit & LabelMask) != next)
            return false;
        position = (int)child ^ Offset(unit);
        if ((unit & 0x100) != 0 && (uint)position < (uint)units.Length)
            value = (int)(units[position] & ~LeafBit);
        return true;
    }

    /// <summary>The value of a key, or −1.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        int position = Root;
        int value = -1;
        foreach (byte next in key)
        {
            if (!Step(ref position, next, out value))
                return -1;
        }

        return value;
    }

    /// <summary>The longest key that <paramref name="text"/> begins with.</summary>
    /// <returns>Its length in bytes, 0 for none.</returns>
    public int LongestPrefix(ReadOnlySpan<byte> text, out int value)
    {
        int length = 0;
        int position = Root;
        value = -1;
        for (int i = 0; i < text.Length && Step(ref position, text[i], out int found); i++)
        {
            if (found < 0)
                continue;
            value = found;
            length = i + 1;
        }

        return length;
    }

    /// <summary>Whether a key consists of this byte, or begins with it and another one of ASCII.</summary>
    public bool HasAsciiKey(byte first)
    {
        int position = Root;
        if (!Step(ref position, first, out int value))
            return false;
        for (byte second = 0; second < 0x80 && value < 0; second++)
        {
            int next = position;
            if (Step(ref next, second, out _))
                return true;
        }

        return value >= 0;
    }

    /// <summary>Whether every stored value is below <paramref name="limit"/>.</summary>
    public bool HasOnlyValuesBelow(int limit)
    {
        foreach (uint unit in _units)
        {
            if ((unit & LeafBit) != 0 && (unit & ~LeafBit) >= (uint)limit)
                return false;
        }

        return true;
    }

    /// <summary>Whether no key is longer than <paramref name="limit"/> bytes: units that were read may lead in a circle.</summary>
    public bool HasOnlyKeysUpTo(int limit)
    {
        // Of each base: 0 if not seen, OnPath while its children are looked at, else one more than the longest key below it. A base may lie in a last
        // block of 256 that is not full; beyond, no unit can be its child.
        const ushort OnPath = ushort.MaxValue;
        var below = new ushort[(_units.Length + 255) & ~255];
        var path = new Stack<(int Base, int Label, int Longest)>();
        path.Push((Root, 0, 0));
        while (path.TryPop(out var current))
        {
            var (position, label, longest) = current;
            if (position >= below.Length)
                continue;
            below[position] = OnPath;
            for (; label < 256; label++)
            {
                int next = position;
                if (!Step(ref next, (byte)label, out _))
                    continue;
                int length = next < below.Length ? below[next] : 1;
                if (length == OnPath || path.Count == limit)
                    return false;
                if (length == 0)
                {
                    path.Push((position, label, longest));
                    path.Push((next, 0, 0));
                    break;
                }

                longest = Math.Max(longest, length);
            }

            if (longest > limit)
                return false;
            if (label == 256)
                below[position] = (ushort)(longest + 1);
        }

        return true;
    }

    private static int Offset(uint unit) => (int)((unit >> 10) << (int)((unit & 0x200) >> 6));
}
