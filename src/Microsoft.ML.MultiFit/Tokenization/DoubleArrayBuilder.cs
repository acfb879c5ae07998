using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Builds a <see cref="DoubleArray"/> from sorted keys. Equal subtrees are stored once, which makes the 225,000 rules of normalisation fit
/// in 45,000 units.
/// </summary>
internal sealed class DoubleArrayBuilder
{
    private const int BlockSize = 256;
    // Free places are looked for in the last blocks only: it keeps the search short and wastes little.
    private const int OpenBlocks = 16;

    // A node is its value (-1 for none), then label and number of each child.
    private readonly Dictionary<NodeKey, int> _nodeNumbers = [];
    private readonly List<int[]> _nodes = [];

    private readonly List<uint> _units = [];
    private readonly List<bool> _taken = [];
    private readonly List<bool> _baseTaken = [];
    private int _firstOpen;

    /// <param name="keys">In ascending order of their bytes, without doubles, without zero bytes.</param>
    /// <param name="values">The value of each key, at least 0.</param>
    public static DoubleArray Build(IReadOnlyList<byte[]> keys, IReadOnlyList<int> values)
    {
        if (keys.Count == 0)
            return new DoubleArray([]);
        var builder = new DoubleArrayBuilder();
        return new DoubleArray(builder.Place(builder.Minimize(keys, values)));
    }

    /// <summary>Builds from texts in any order, without doubles; those that hold a zero character are left out.</summary>
    public static DoubleArray Build(IEnumerable<(string Key, int Value)> entries)
    {
        var sorted = entries.Where(entry => !entry.Key.Contains('\0')).Select(entry => (Key: Encoding.UTF8.GetBytes(entry.Key), entry.Value)).ToList();
        sorted.Sort((left, right) => CompareKeys(left.Key, right.Key));
        return Build([.. sorted.Select(entry => entry.Key)], [.. sorted.Select(entry => entry.Value)]);
    }

    /// <summary>Compares keys as they must be sorted to build from them.</summary>
    public static int CompareKeys(byte[] left, byte[] right) => left.AsSpan().SequenceCompareTo(right);

    private int Minimize(IReadOnlyList<byte[]> keys, IReadOnlyList<int> values)
    {
        // The nodes on the path of the current key; a node is complete when the keys leave it.
        var path = new List<List<int>> { new() { -1 } };
        ReadOnlySpan<byte> previous = default;
        for (int i = 0; i < keys.Count; i++)
        {
            ReadOnlySpan<byte> key = keys[i];
            // Refused here already: nodes take far more memory than the units they become.
            CheckSize(_nodes.Count + key.Length);
            Close(path, previous.CommonPrefixLength(key), previous);
            while (path.Count <= key.Length)
                path.Add([-1]);
            path[key.Length][0] = values[i];
            previous = key;
        }

        Close(path, 0, previous);
        return Number(path[0]);
    }

    private void Close(List<List<int>> path, int depth, ReadOnlySpan<byte> key)
    {
        while (path.Count - 1 > depth)
        {
            int last = path.Count - 1;
            path[last - 1].Add(key[last - 1]);
            path[last - 1].Add(Number(path[last]));
            path.RemoveAt(last);
        }
    }

    private int Number(List<int> node)
    {
        var key = new NodeKey([.. node]);
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_nodeNumbers, key, out bool exists);
        if (!exists)
        {
            number = _nodes.Count;
            _nodes.Add(key.Content);
        }

        return number;
    }

    private uint[] Place(int root)
    {
        Grow();
        _taken[0] = true;
        var bases = new int[_nodes.Count];
        Array.Fill(bases, -1);
        var pending = new Stack<(int Position, int Node)>();
        pending.Push((0, root));
        while (pending.TryPop(out var current))
        {
            int[] node = _nodes[current.Node];
            bool isNew = bases[current.Node] < 0;
            if (isNew)
                bases[current.Node] = TakeBase(node);
            int start = bases[current.Node];
            _units[current.Position] |= ((uint)(current.Position ^ start) << 10) | (node[0] >= 0 ? 0x100u : 0);
            if (!isNew)
                continue;
            if (node[0] >= 0)
                _units[start] = 0x80000000 | (uint)node[0];
            for (int i = 1; i < node.Length; i += 2)
            {
                _units[start ^ node[i]] = (uint)node[i];
                pending.Push((start ^ node[i], node[i + 1]));
            }
        }

        LabelUnused();
        return [.. _units];
    }

    private int TakeBase(int[] node)
    {
        int firstLabel = node[0] >= 0 ? 0 : node[1];
        for (int position = _firstOpen; ; position++)
        {
            if (position == _units.Count)
                Grow();
            int start = position ^ firstLabel;
            if (_taken[position] || _baseTaken[start] || !IsFree(node, start))
                continue;
            _baseTaken[start] = true;
            if (node[0] >= 0)
                _taken[start] = true;
            for (int i = 1; i < node.Length; i += 2)
                _taken[start ^ node[i]] = true;
            while (_firstOpen < _taken.Count && _taken[_firstOpen])
                _firstOpen++;
            return start;
        }
    }

    private bool IsFree(int[] node, int start)
    {
        for (int i = 1; i < node.Length; i += 2)
        {
            if (_taken[start ^ node[i]])
                return false;
        }

        return node[0] < 0 || !_taken[start];
    }

    private void Grow()
    {
        CheckSize(_units.Count);
        for (int i = 0; i < BlockSize; i++)
        {
            _units.Add(0);
            _taken.Add(false);
            _baseTaken.Add(false);
        }

        _firstOpen = Math.Max(_firstOpen, _units.Count - (OpenBlocks * BlockSize));
    }

    private static void CheckSize(int count)
    {
        if (count >= DoubleArray.MaxUnits)
            throw new InvalidDataException("There are too many or too long pieces or rules: they need more than two million trie nodes.");
    }

    /// <summary>Gives unused units a label under which no node would look for them.</summary>
    private void LabelUnused()
    {
        for (int block = 0; block < _units.Count; block += BlockSize)
        {
            int unusedBase = block;
            while (unusedBase < block + BlockSize - 1 && _baseTaken[unusedBase])
                unusedBase++;
            for (int position = block; position < block + BlockSize; position++)
            {
                if (!_taken[position])
                    _units[position] = (byte)(position ^ unusedBase);
            }
        }
    }

    private readonly struct NodeKey(int[] content) : IEquatable<NodeKey>
    {
        public int[] Content { get; } = content;

        public bool Equals(NodeKey other) => Content.AsSpan().SequenceEqual(other.Content);

        public override bool Equals(object? obj) => obj is NodeKey other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes<int>(Content));
            return hash.ToHashCode();
        }
    }
}
