using System.Numerics;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// A trie of the pieces over alphabet numbers, in one hash table: built fast, because learning builds it after every round.
/// </summary>
internal sealed class UnigramTrie
{
    private readonly long[] _keys;
    private readonly int[] _children;
    private readonly int _shift;
    private readonly int[] _rootChildren;
    private readonly List<int> _pieces = [-1];

    public UnigramTrie(UnigramCorpus corpus, UnigramPieces pieces)
    {
        // At most one node per character of a piece.
        long characters = pieces.Lengths.Sum(length => (long)length);
        int bits = Math.Max(4, BitOperations.Log2((ulong)Math.Min(characters, 1L << 26)) + 2);
        _keys = new long[1 << bits];
        _children = new int[1 << bits];
        _shift = 64 - bits;
        _rootChildren = new int[corpus.Alphabet.Length];
        for (int piece = 0; piece < pieces.Count; piece++)
        {
            int node = 0;
            foreach (int character in corpus.Text.AsSpan(pieces.Starts[piece], pieces.Lengths[piece]))
                node = Add(node, character);
            _pieces[node] = piece;
        }
    }

    /// <summary>The child of a node (0 is the root), or 0 if there is none.</summary>
    public int Child(int node, int character)
    {
        if (node == 0)
            return _rootChildren[character];
        return _children[Slot(node, character)];
    }

    /// <summary>The piece that ends at a node, or −1.</summary>
    public int Piece(int node) => _pieces[node];

    private int Add(int node, int character)
    {
        int slot = node == 0 ? -1 : Slot(node, character);
        ref int child = ref node == 0 ? ref _rootChildren[character] : ref _children[slot];
        if (child != 0)
            return child;
        child = _pieces.Count;
        _pieces.Add(-1);
        if (slot >= 0)
            _keys[slot] = Key(node, character);
        return child;
    }

    private int Slot(int node, int character)
    {
        long key = Key(node, character);
        int slot = (int)((ulong)key * 0x9E3779B97F4A7C15 >> _shift);
        while (_keys[slot] != key && _keys[slot] != 0)
            slot = (slot + 1) & (_keys.Length - 1);
        return slot;
    }

    // Never 0: node is at least 1 here.
    private static long Key(int node, int character) => ((long)node << 32) | (uint)character;
}
