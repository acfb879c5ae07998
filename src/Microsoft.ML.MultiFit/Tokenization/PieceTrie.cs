namespace Microsoft.ML.MultiFit;

/// <summary>
/// The pieces of a vocabulary for the search that reads every text: a <see cref="DoubleArray"/> whose units hold the base of their children as it is and,
/// beside it, the id of the piece that ends there.
/// </summary>
internal sealed class PieceTrie
{
    // The place of a child is its parent's base XOR its byte. A link is the child's base, then its byte in 9 bits; no byte equals what unused units have there.
    private const int LabelBits = 9;
    private const uint LabelMask = (1 << LabelBits) - 1;
    private const uint Unused = LabelMask;

    private readonly (uint Link, int Id)[] _units;

    /// <param name="source">The ids of the pieces by their UTF-8.</param>
    public PieceTrie(DoubleArray source)
    {
        // Room for the children of every base, so that no byte of a text leads outside.
        _units = new (uint, int)[(source.Units.Length | 0xFF) + 1];
        Array.Fill(_units, (Unused, -1));
        Root = (uint)source.Root;
        var open = new Stack<int>();
        open.Push(source.Root);
        while (open.TryPop(out int parent))
        {
            for (int label = 1; label < 256; label++)
            {
                int child = parent;
                ref var unit = ref _units[parent ^ label];
                if (!source.Step(ref child, (byte)label, out int id) || unit.Link != Unused)
                    continue;
                unit = (((uint)child << LabelBits) | (uint)label, id);
                open.Push(child);
            }
        }
    }

    /// <summary>Where the search for a piece begins; pass it to <see cref="Step"/>.</summary>
    public uint Root { get; }

    /// <summary>The units, for <see cref="Step"/>: a search that keeps them at hand is faster.</summary>
    public ReadOnlySpan<(uint Link, int Id)> Units => _units;

    /// <summary>Goes one byte further. False when no piece continues so.</summary>
    /// <param name="units">All of <see cref="Units"/>.</param>
    /// <param name="position">The state of the search.</param>
    /// <param name="next">The next byte of the text.</param>
    /// <param name="id">The piece that ends here, or −1.</param>
    public static bool Step(ReadOnlySpan<(uint Link, int Id)> units, ref uint position, byte next, out int id)
    {
        (uint link, id) = units[(int)(position ^ next)];
        position = link >> LabelBits;
        return (link & LabelMask) == next;
    }
}
