namespace Microsoft.ML.MultiFit;

/// <summary>Merges neighbours by rank: in each round the pair of the lowest rank, wherever it stands, from left to right.</summary>
internal sealed class MergedPairs
{
    private readonly string?[] _units;
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly Func<string, string, int> _rankOf;
    private readonly PriorityQueue<int, (int Rank, int Position)> _queue = new();

    private MergedPairs(IReadOnlyList<string> units, Func<string, string, int> rankOf)
    {
        _units = [.. units];
        _next = [.. Enumerable.Range(1, units.Count)];
        _previous = [.. Enumerable.Range(-1, units.Count)];
        _rankOf = rankOf;
    }

    /// <summary>The units that are left when no two neighbours are a pair.</summary>
    /// <param name="units">The units to begin with.</param>
    /// <param name="rankOf">A pair's rank, or −1 if it is none.</param>
    public static IReadOnlyList<string> Merge(IReadOnlyList<string> units, Func<string, string, int> rankOf)
    {
        if (units.Count < 2)
            return units;
        var pairs = new MergedPairs(units, rankOf);
        for (int position = 0; position < units.Count - 1; position++)
            pairs.Offer(position);
        pairs.Run();
        return [.. pairs._units.Where(unit => unit is not null)!];
    }

    private void Run()
    {
        var merged = new List<int>();
        while (_queue.TryPeek(out _, out var round))
        {
            // Pairs that arise in a round wait for the next one.
            while (_queue.TryPeek(out int position, out var first) && first.Rank == round.Rank)
            {
                _queue.Dequeue();
                if (RankAt(position) != round.Rank)
                    continue;
                Join(position);
                merged.Add(position);
            }

            foreach (int position in merged)
            {
                Offer(_previous[position]);
                Offer(position);
            }

            merged.Clear();
        }
    }

    private void Offer(int position)
    {
        if (RankAt(position) is >= 0 and int rank)
            _queue.Enqueue(position, (rank, position));
    }

    private int RankAt(int position) =>
        position >= 0 && _units[position] is { } left && _next[position] < _units.Length ? _rankOf(left, _units[_next[position]]!) : -1;

    private void Join(int position)
    {
        int right = _next[position];
        _units[position] += _units[right];
        _units[right] = null;
        _next[position] = _next[right];
        if (_next[right] < _units.Length)
            _previous[_next[right]] = position;
    }
}
