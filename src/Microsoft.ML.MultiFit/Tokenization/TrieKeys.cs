using System.Collections;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// What a <see cref="DoubleArray"/> is built from: keys in ascending order of their UTF-8, each with its value. Four arrays hold all of them, because an object
/// for each key would take many times the bytes of short ones.
/// </summary>
internal sealed class TrieKeys
{
    private readonly byte[] _bytes;
    private readonly int[] _starts;
    private readonly int[] _values;
    private readonly int[] _order;

    /// <param name="entries">In any order, without doubles, values of at least 0; read twice. Those that hold a zero character are left out.</param>
    public TrieKeys(IEnumerable<(string Key, int Value)> entries)
    {
        var usable = entries.Where(entry => !entry.Key.Contains('\0'));
        int count = 0, length = 0;
        foreach (var (key, _) in usable)
            (count, length) = (count + 1, checked(length + Encoding.UTF8.GetByteCount(key)));
        _bytes = new byte[length];
        _starts = new int[count + 1];
        _values = new int[count];
        _order = new int[count];
        int index = 0;
        foreach (var (key, value) in usable)
        {
            (_values[index], _order[index]) = (value, index);
            _starts[index + 1] = _starts[index] + Encoding.UTF8.GetBytes(key, _bytes.AsSpan(_starts[index]));
            LongestKey = Math.Max(LongestKey, _starts[index + 1] - _starts[index]);
            index++;
        }

        _order.AsSpan().Sort((left, right) => KeyOf(left).SequenceCompareTo(KeyOf(right)));
    }

    public int Count => _order.Length;

    /// <summary>Bytes of the longest key.</summary>
    public int LongestKey { get; }

    /// <summary>The key at a place of the order.</summary>
    public ReadOnlySpan<byte> this[int place] => KeyOf(_order[place]);

    /// <summary>The value of the key at that place.</summary>
    public int ValueAt(int place) => _values[_order[place]];

    /// <summary>Nodes of the tree of all keys, the root left out.</summary>
    public long CountNodes()
    {
        long count = 0;
        for (int place = 0; place < Count; place++)
            count += this[place].Length - (place == 0 ? 0 : this[place - 1].CommonPrefixLength(this[place]));
        return count;
    }

    /// <summary>Whether no two keys have the same value. Also false where values are too far apart to tell in little memory.</summary>
    public bool HaveDistinctValues()
    {
        int largest = _values.Max();
        if (largest / 32 > Count)
            return false;
        var seen = new BitArray(largest + 1);
        foreach (int value in _values)
        {
            if (seen[value])
                return false;
            seen[value] = true;
        }

        return true;
    }

    private ReadOnlySpan<byte> KeyOf(int index) => _bytes.AsSpan(_starts[index].._starts[index + 1]);
}
