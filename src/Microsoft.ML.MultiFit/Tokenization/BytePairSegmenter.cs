using System.Buffers;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Cuts a normalised text by byte pair encoding (Sennrich et al. 2016) as SentencePiece does: from single characters on, the two neighbours that together
/// are the piece of the best score become one, the leftmost ones of equal scores, until no two are a piece. User-defined symbols stay whole and apart.
/// Unused pieces are merged, too, since others are made of them, and cut again in the end. Time grows as n log n.
/// </summary>
internal sealed class BytePairSegmenter : ISamplingSegmenter
{
    private readonly SymbolCutter _cutter;
    private readonly DoubleArray _pieces;
    // Of each piece the upper half of a merge's priority: the better its score, the lower it is.
    private readonly ulong[] _priorities;
    private readonly bool[] _unused;
    private readonly int _unknownId;

    public BytePairSegmenter(SentencePieceModel model)
    {
        _cutter = new SymbolCutter(model);
        _pieces = SymbolCutter.TextPieces(model);
        _priorities = [.. model.Pieces.Select(piece => Priority(piece.Score))];
        _unused = [.. model.Pieces.Select(piece => piece.Type == SentencePieceType.Unused)];
        _unknownId = model.UnknownId;
    }

    public PooledList<SegmentPiece> Segment(ReadOnlySpan<byte> text) => Segment(text, isLeftOut: static () => false);

    /// <inheritdoc/>
    public PooledList<SegmentPiece> Sample(ReadOnlySpan<byte> text, float alpha, MersenneTwister random) =>
        alpha is 0 or 1 ? Segment(text, () => alpha == 1) : Segment(text, () => random.NextDouble() < alpha);

    private PooledList<SegmentPiece> Segment(ReadOnlySpan<byte> text, Func<bool> isLeftOut)
    {
        Symbol[] symbols = ArrayPool<Symbol>.Shared.Rent(text.Length);
        var splits = new Dictionary<int, int>();
        Merge(text, symbols.AsSpan(0, Cut(text, symbols)), splits, isLeftOut);
        var path = new PooledList<SegmentPiece>(text.Length / 2);
        var open = new Stack<(int Start, int End)>();
        for (int i = text.IsEmpty ? -1 : 0; i >= 0; i = symbols[i].Next)
        {
            open.Push((symbols[i].Start, symbols[i].End));
            while (open.TryPop(out var part))
            {
                int id = _pieces.Find(text[part.Start..part.End]);
                if (id >= 0 && _unused[id] && splits.TryGetValue(id, out int leftLength))
                {
                    open.Push((part.Start + leftLength, part.End));
                    open.Push((part.Start, part.Start + leftLength));
                }
                else
                {
                    path.Add(new SegmentPiece(part.End, id < 0 ? _unknownId : id));
                }
            }
        }

        ArrayPool<Symbol>.Shared.Return(symbols);
        return path;
    }

    private int Cut(ReadOnlySpan<byte> text, Symbol[] symbols)
    {
        int count = 0;
        for (int start = 0; start < text.Length; count++)
        {
            int end = start + _cutter.Next(text[start..], out bool isUserDefined);
            symbols[count] = new Symbol(start, end, count - 1, end < text.Length ? count + 1 : -1, isUserDefined);
            start = end;
        }

        return count;
    }

    /// <param name="text">The whole text.</param>
    /// <param name="symbols">Its parts; those that are merged into the one before them become empty.</param>
    /// <param name="splits">Gets, of each unused piece, how many bytes its left part had when it was met last.</param>
    /// <param name="isLeftOut">Called for each merge: whether it is not to happen.</param>
    private void Merge(ReadOnlySpan<byte> text, Span<Symbol> symbols, Dictionary<int, int> splits, Func<bool> isLeftOut)
    {
        var agenda = new PriorityQueue<(int Left, int Right, int Length), ulong>(symbols.Length);
        for (int right = 1; right < symbols.Length; right++)
            Offer(text, symbols, right - 1, right, agenda, splits);
        while (agenda.TryDequeue(out var pair, out _))
        {
            ref var left = ref symbols[pair.Left];
            ref var right = ref symbols[pair.Right];
            // One of the two has changed since, or chance wills it.
            if (left.Length == 0 || right.Length == 0 || left.Length + right.Length != pair.Length || isLeftOut())
                continue;
            (left.End, left.Next) = (right.End, right.Next);
            if (right.Next >= 0)
                symbols[right.Next].Previous = pair.Left;
            right.End = right.Start;
            Offer(text, symbols, left.Previous, pair.Left, agenda, splits);
            Offer(text, symbols, pair.Left, left.Next, agenda, splits);
        }
    }

    private void Offer(
        ReadOnlySpan<byte> text,
        ReadOnlySpan<Symbol> symbols,
        int left,
        int right,
        PriorityQueue<(int Left, int Right, int Length), ulong> agenda,
        Dictionary<int, int> splits)
    {
        if (left < 0 || right < 0 || symbols[left].IsFrozen || symbols[right].IsFrozen)
            return;
        int id = _pieces.Find(text[symbols[left].Start..symbols[right].End]);
        if (id < 0)
            return;
        agenda.Enqueue((left, right, symbols[right].End - symbols[left].Start), _priorities[id] | (uint)left);
        if (_unused[id])
            splits[id] = symbols[left].Length;
    }

    private static ulong Priority(float score)
    {
        // Adding zero makes the negative zero, which is equal, the positive one.
        uint bits = BitConverter.SingleToUInt32Bits(score + 0f);
        return (ulong)((bits >> 31) != 0 ? bits : ~bits & 0x7FFFFFFF) << 32;
    }

    private struct Symbol(int start, int end, int previous, int next, bool isFrozen)
    {
        public readonly int Start = start;
        public readonly bool IsFrozen = isFrozen;
        public int End = end;
        public int Previous = previous;
        public int Next = next;

        public readonly int Length => End - Start;
    }
}
