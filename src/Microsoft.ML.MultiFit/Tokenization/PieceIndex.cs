using System.Numerics;

namespace Microsoft.ML.MultiFit;

/// <summary>Finds a piece's id by its text: a hash table of nothing but ids, because a dictionary would take more memory than the model file.</summary>
internal sealed class PieceIndex
{
    private readonly SentencePiece[] _pieces;
    // Ids plus 1; 0 is free.
    private readonly int[] _slots;

    /// <param name="pieces">The vocabulary, in which no text may be null.</param>
    public PieceIndex(SentencePiece[] pieces)
    {
        _pieces = pieces;
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)pieces.Length + ((uint)pieces.Length / 4) + 1)];
    }

    /// <summary>Adds a piece. Returns its own id, or the lower one of a piece with the same text.</summary>
    public int Add(int id)
    {
        ref int slot = ref _slots[Slot(_pieces[id].Piece)];
        if (slot == 0)
            slot = id + 1;
        return slot - 1;
    }

    /// <summary>The id of a piece, or −1.</summary>
    public int Find(ReadOnlySpan<char> piece) => _slots[Slot(piece)] - 1;

    private int Slot(ReadOnlySpan<char> piece)
    {
        int slot = string.GetHashCode(piece) & (_slots.Length - 1);
        while (_slots[slot] != 0 && !piece.SequenceEqual(_pieces[_slots[slot] - 1].Piece))
            slot = (slot + 1) & (_slots.Length - 1);
        return slot;
    }
}
