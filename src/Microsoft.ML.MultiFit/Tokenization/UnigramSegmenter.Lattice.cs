using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit;

internal sealed partial class UnigramSegmenter
{
    /// <summary>All pieces of a normalised text (UTF-8), to choose from otherwise than by the best score.</summary>
    public SegmentationLattice Lattice(ReadOnlySpan<byte> text)
    {
        var edges = new List<LatticeEdge>();
        for (int start = 0; start < text.Length;)
        {
            int characterEnd = Math.Min(start + TextNormalizer.Utf8Length(text[start]), text.Length);
            bool characterIsPiece = false;
            uint position = _trie.Root;
            for (int end = start; end < text.Length && PieceTrie.Step(_trie.Units, ref position, text[end], out int id);)
            {
                end++;
                if (id < 0)
                    continue;
                edges.Add(new LatticeEdge(start, end, id, _latticeScores[id]));
                characterIsPiece |= end == characterEnd;
            }

            if (!characterIsPiece)
                edges.Add(new LatticeEdge(start, characterEnd, _unknownId, _unknownScore));
            start = characterEnd;
        }

        return new SegmentationLattice(text.Length, CollectionsMarshal.AsSpan(edges));
    }

    /// <inheritdoc/>
    public PooledList<SegmentPiece> Sample(ReadOnlySpan<byte> text, float alpha, MersenneTwister random) =>
        PathOf(new LatticeProbabilities(Lattice(text), alpha).Sample(random));

    /// <summary>The pieces of a way through a lattice.</summary>
    public static PooledList<SegmentPiece> PathOf(IReadOnlyList<LatticeEdge> edges)
    {
        var path = new PooledList<SegmentPiece>(edges.Count);
        foreach (var edge in edges)
            path.Add(new SegmentPiece(edge.End, edge.Id));
        return path;
    }
}
