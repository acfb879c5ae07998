using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Builds a <see cref="DoubleArray"/>. Equal subtrees are stored once, which makes the 225,000 rules of normalisation fit
/// in 45,000 units. Nodes are placed as soon as they are complete, so that nothing but the path of the current key is kept beside the units.
/// </summary>
internal sealed class DoubleArrayBuilder
{
    private const int BlockSize = 256;
    // Free places are looked for in the last blocks only: it keeps the search short and wastes little.
    private const int OpenBlocks = 2;
    // One in so many units may be left unused.
    private const int Slack = 32;
    private const uint ValueBit = 0x80000000;
    private const byte Taken = 1;
    private const byte BaseTaken = 2;
    // A placed node as one number: its base, then how many children it has, of at most 255.
    private const int CountBits = 9;
    private const uint CountMask = (1 << CountBits) - 1;

    // Of the nodes on the current key's path: those that have values, how many children each has so far, and these children.
    private readonly Stack<(int Depth, int Value)> _values = [];
    private readonly byte[] _childCounts;
    private readonly List<Child> _children = [];

    // Placed nodes by their content; 0 is free. Null where no subtrees can be equal.
    private readonly uint[]? _slots;

    private uint[] _units;
    private byte[] _states;
    private int _count;
    private int _firstOpen;

    private DoubleArrayBuilder(int longestKey, int capacity, int sharedNodes)
    {
        _childCounts = new byte[longestKey + 1];
        _slots = sharedNodes == 0 ? null : new uint[BitOperations.RoundUpToPowerOf2((uint)(sharedNodes + (sharedNodes / 4) + 1))];
        _units = new uint[capacity];
        _states = new byte[capacity];
    }

    /// <summary>Builds the trie, in some tens of bytes a node, of which there are at most two million.</summary>
    /// <param name="entries">Keys and their values, see <see cref="TrieKeys"/>.</param>
    /// <exception cref="InvalidDataException">The keys need more nodes than a trie can have.</exception>
    public static DoubleArray Build(IEnumerable<(string Key, int Value)> entries)
    {
        var keys = new TrieKeys(entries);
        if (keys.Count == 0)
            return new DoubleArray([]);
        long nodes = keys.CountNodes();
        bool areDistinct = keys.HaveDistinctValues();
        // Below different values no subtrees are equal, and along one key none ever is.
        CheckSize(areDistinct ? nodes : keys.LongestKey);
        // A unit for each node and each value, and some that stay free.
        long capacity = (nodes + keys.Count + (nodes / Slack) + (3 * BlockSize)) & -BlockSize;
        int sharedNodes = areDistinct ? 0 : (int)Math.Min(nodes, DoubleArray.MaxUnits);
        return new DoubleArray(new DoubleArrayBuilder(keys.LongestKey, (int)Math.Min(capacity, DoubleArray.MaxUnits), sharedNodes).Place(keys));
    }

    private uint[] Place(TrieKeys keys)
    {
        Grow();
        // The root's own unit.
        _states[0] = Taken;
        ReadOnlySpan<byte> path = default;
        for (int i = 0; i < keys.Count; i++)
        {
            var key = keys[i];
            Close(path, path.CommonPrefixLength(key));
            _values.Push((key.Length, keys.ValueAt(i)));
            path = key;
        }

        Close(path, 0);
        var root = Complete(0, 0);
        _units[0] = Unit(0, root);
        LabelUnused();
        // A copy only where it saves more memory than it takes for a moment.
        return _units.Length - _count <= _units.Length / Slack ? _units : _units.AsSpan(0, _count).ToArray();
    }

    /// <summary>Places the nodes of a path below some depth: no further key goes through them.</summary>
    private void Close(ReadOnlySpan<byte> path, int depth)
    {
        for (int last = path.Length; last > depth; last--)
        {
            _children.Add(Complete(last, path[last - 1]));
            _childCounts[last - 1]++;
        }
    }

    /// <summary>Places the node at the end of the path and takes it and its children off.</summary>
    private Child Complete(int depth, byte label)
    {
        bool hasValue = _values.TryPeek(out var last) && last.Depth == depth;
        int first = _children.Count - _childCounts[depth];
        int start = Base(hasValue ? _values.Pop().Value : -1, CollectionsMarshal.AsSpan(_children)[first..]);
        _childCounts[depth] = 0;
        CollectionsMarshal.SetCount(_children, first);
        return new Child(label, start, hasValue);
    }

    /// <summary>The base of a node: that of an equal one, or a new one.</summary>
    private int Base(int value, ReadOnlySpan<Child> children)
    {
        if (_slots is null)
            return PlaceNode(value, children);
        ref uint slot = ref Slot(_slots, value, children);
        if (slot == 0)
            slot = ((uint)PlaceNode(value, children) << CountBits) | (uint)children.Length;
        return (int)(slot >> CountBits);
    }

    private ref uint Slot(uint[] slots, int value, ReadOnlySpan<Child> children)
    {
        var hash = default(HashCode);
        hash.Add(value);
        foreach (var child in children)
            hash.Add(child);
        int place = hash.ToHashCode() & (slots.Length - 1);
        while (slots[place] != 0 && !IsSame(slots[place], value, children))
            place = (place + 1) & (slots.Length - 1);
        return ref slots[place];
    }

    private bool IsSame(uint slot, int value, ReadOnlySpan<Child> children)
    {
        int start = (int)(slot >> CountBits);
        uint stored = _units[start];
        if ((slot & CountMask) != children.Length || (value < 0 ? (stored & ValueBit) != 0 : stored != (ValueBit | (uint)value)))
            return false;
        foreach (var child in children)
        {
            if (_units[start ^ child.Label] != Unit(start ^ child.Label, child))
                return false;
        }

        return true;
    }

    private int PlaceNode(int value, ReadOnlySpan<Child> children)
    {
        int start = TakeBase(value >= 0, children);
        if (value >= 0)
            _units[start] = ValueBit | (uint)value;
        foreach (var child in children)
            _units[start ^ child.Label] = Unit(start ^ child.Label, child);
        return start;
    }

    private static uint Unit(int position, Child child) => ((uint)(position ^ child.Base) << 10) | (child.HasValue ? 0x100u : 0) | child.Label;

    private int TakeBase(bool hasValue, ReadOnlySpan<Child> children)
    {
        int firstLabel = hasValue ? 0 : children[0].Label;
        for (int position = _firstOpen; ; position++)
        {
            if (position == _count)
                Grow();
            int start = position ^ firstLabel;
            if ((_states[position] & Taken) != 0 || (_states[start] & BaseTaken) != 0 || !IsFree(hasValue, children, start))
                continue;
            _states[start] |= hasValue ? (byte)(BaseTaken | Taken) : BaseTaken;
            foreach (var child in children)
                _states[start ^ child.Label] |= Taken;
            while (_firstOpen < _count && (_states[_firstOpen] & Taken) != 0)
                _firstOpen++;
            return start;
        }
    }

    private bool IsFree(bool hasValue, ReadOnlySpan<Child> children, int start)
    {
        foreach (var child in children)
        {
            if ((_states[start ^ child.Label] & Taken) != 0)
                return false;
        }

        return !hasValue || (_states[start] & Taken) == 0;
    }

    private void Grow()
    {
        CheckSize(_count);
        _count += BlockSize;
        if (_count > _units.Length)
        {
            int capacity = Math.Min((_count + (_count / 4)) & -BlockSize, DoubleArray.MaxUnits);
            Array.Resize(ref _units, capacity);
            Array.Resize(ref _states, capacity);
        }

        _firstOpen = Math.Max(_firstOpen, _count - (OpenBlocks * BlockSize));
    }

    private static void CheckSize(long count)
    {
        if (count >= DoubleArray.MaxUnits)
            throw new InvalidDataException("There are too many or too long pieces or rules: they need more than two million trie nodes.");
    }

    /// <summary>Gives unused units a label under which no node would look for them.</summary>
    private void LabelUnused()
    {
        for (int block = 0; block < _count; block += BlockSize)
        {
            int unusedBase = block;
            while (unusedBase < block + BlockSize - 1 && (_states[unusedBase] & BaseTaken) != 0)
                unusedBase++;
            for (int position = block; position < block + BlockSize; position++)
            {
                if ((_states[position] & Taken) == 0)
                    _units[position] = (byte)(position ^ unusedBase);
            }
        }
    }

    /// <summary>A complete node, as its parent knows it.</summary>
    private readonly record struct Child(byte Label, int Base, bool HasValue);
}
