namespace Microsoft.ML.MultiFit;

/// <summary>
/// Which pieces begin at each place of the text: the lattices of all words in two arrays. Found once with the seeds; while pieces are dropped, so are
/// their edges, and no word is ever looked up again.
/// </summary>
internal sealed class PieceEdges
{
    private readonly int[] _starts;
    private readonly int[] _pieces;

    /// <summary>Takes the edges from a visitor that is called twice and names the same place and piece pairs each time.</summary>
    /// <param name="placeCount">Characters of the text.</param>
    /// <param name="visitAll">Of one place, first the piece of one character, then longer ones by rising length.</param>
    /// <exception cref="ArgumentException">They do not fit an array.</exception>
    public PieceEdges(int placeCount, Action<Action<int, int>> visitAll)
    {
        var counts = new int[placeCount + 1];
        visitAll((place, _) => counts[place]++);
        long total = 0;
        for (int place = 0; place <= placeCount; place++)
            (counts[place], total) = ((int)total, Checked(total + counts[place]));
        _pieces = new int[total];
        int[] next = counts;
        visitAll((place, piece) => _pieces[next[place]++] = piece);
        // Each place now tells where the one after it begins.
        _starts = new int[placeCount + 1];
        next.AsSpan(0, placeCount).CopyTo(_starts.AsSpan(1));
    }

    /// <summary>Where the edges of each place begin in <see cref="Pieces"/>; one more for the end.</summary>
    public int[] Starts => _starts;

    /// <summary>Piece of each edge.</summary>
    public int[] Pieces => _pieces;

    /// <summary>Numbers the pieces anew and drops the edges of those without a number.</summary>
    /// <param name="numbers">For each old number, that of the unknown piece last, the new one; −1 to drop the piece.</param>
    public void Renumber(int[] numbers)
    {
        int unknown = numbers[^1];
        int written = 0, read = 0;
        for (int place = 0; place < _starts.Length - 1; place++)
        {
            int end = _starts[place + 1];
            _starts[place] = written;
            // A character that is no piece any more is unknown text.
            if (read < end && numbers[_pieces[read++]] is var character)
                _pieces[written++] = character < 0 ? unknown : character;
            for (; read < end; read++)
            {
                int number = numbers[_pieces[read]];
                if (number >= 0)
                    _pieces[written++] = number;
            }
        }

        _starts[^1] = written;
    }

    private static long Checked(long total) => total <= Array.MaxLength
        ? total
        : throw new ArgumentException("The text is too long to learn from at once. Set InputSentenceCount to learn from a sample.", "sentences");
}
