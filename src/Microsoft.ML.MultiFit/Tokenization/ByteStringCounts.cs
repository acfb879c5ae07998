using System.IO.Hashing;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// How often each of many short byte strings occurs: a hash table over one block of bytes, so that millions of them take little memory and no
/// work of the garbage collector.
/// </summary>
internal sealed class ByteStringCounts
{
    private byte[] _bytes = new byte[1 << 16];
    private int[] _starts = new int[1 << 12];
    private long[] _counts = new long[1 << 12];
    private int[] _slots = new int[1 << 13];

    /// <summary>Different strings.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of all different strings together.</summary>
    public int ByteCount => _starts[Count];

    public ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(_starts[index].._starts[index + 1]);

    /// <summary>How often a string occurs.</summary>
    public long CountOf(int index) => _counts[index];

    /// <exception cref="InvalidOperationException">The strings no longer fit an array.</exception>
    public void Add(ReadOnlySpan<byte> text, long count)
    {
        ref int slot = ref Slot(text);
        if (slot == 0)
        {
            slot = Append(text) + 1;
            _counts[slot - 1] = count;
            if (Count * 2 > _slots.Length)
                GrowTable();
        }
        else
        {
            _counts[slot - 1] += count;
        }
    }

    /// <summary>Adds what another one has counted.</summary>
    public void Add(ByteStringCounts other)
    {
        for (int i = 0; i < other.Count; i++)
            Add(other[i], other.CountOf(i));
    }

    /// <summary>Numbers of the strings in the order of their bytes.</summary>
    public int[] Sorted()
    {
        var order = new int[Count];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        order.AsSpan().Sort((left, right) => this[left].SequenceCompareTo(this[right]));
        return order;
    }

    private ref int Slot(ReadOnlySpan<byte> text)
    {
        int mask = _slots.Length - 1;
        int place = (int)XxHash3.HashToUInt64(text) & mask;
        while (_slots[place] != 0 && !this[_slots[place] - 1].SequenceEqual(text))
            place = (place + 1) & mask;
        return ref _slots[place];
    }

    private int Append(ReadOnlySpan<byte> text)
    {
        int start = _starts[Count];
        if ((long)start + text.Length > Array.MaxLength)
            throw new InvalidOperationException("The different strings take more than two gigabytes.");
        if (start + text.Length > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(1.5 * _bytes.Length, start + text.Length)));
        text.CopyTo(_bytes.AsSpan(start));
        if (Count + 2 > _starts.Length)
        {
            Array.Resize(ref _starts, 2 * _starts.Length);
            Array.Resize(ref _counts, 2 * _counts.Length);
        }

        _starts[Count + 1] = start + text.Length;
        return Count++;
    }

    private void GrowTable()
    {
        _slots = new int[2 * _slots.Length];
        for (int i = 0; i < Count; i++)
            Slot(this[i]) = i + 1;
    }
}
