namespace Microsoft.ML.MultiFit;

/// <summary>
/// The candidates that learning starts with: every substring of a word that occurs twice or more and that different characters (or the
/// word's end) follow, found in a sorted list of all suffixes, cut at the longest piece allowed. Scored by frequency × length (Kudo 2018,
/// section 3.2).
/// </summary>
internal sealed class SeedPieces
{
    private const int MinOccurrences = 2;

    private readonly UnigramCorpus _corpus;
    private readonly byte[] _maxLengths;

    private SeedPieces(UnigramCorpus corpus, UnigramTrainerOptions options)
    {
        _corpus = corpus;
        _maxLengths = MaxLengths(corpus, options);
    }

    /// <summary>All characters of the alphabet, then the best longer candidates; scores are log probabilities.</summary>
    public static UnigramPieces Find(UnigramCorpus corpus, UnigramTrainerOptions options)
    {
        var seeds = new SeedPieces(corpus, options);
        var candidates = seeds.Candidates();
        // Ties keep the order of the text, so that the result is the same each time.
        var best = candidates.OrderByDescending(candidate => candidate.Weight * candidate.Length).Take(options.SeedPieceCount).ToList();
        var scores = corpus.AlphabetCounts.Concat(best.Select(candidate => candidate.Weight * candidate.Length)).Select(count => (double)count).ToArray();
        double logSum = Math.Log(scores.Sum());
        return new UnigramPieces(
            [.. corpus.AlphabetPositions, .. best.Select(candidate => candidate.Start)],
            [.. corpus.Alphabet.Select(_ => 1), .. best.Select(candidate => candidate.Length)],
            [.. scores.Select(score => Math.Log(score) - logSum)]);
    }

    /// <summary>
    /// How long a piece may be that begins at each place of the text: up to the word's end, a character outside the alphabet or another
    /// script.
    /// </summary>
    private static byte[] MaxLengths(UnigramCorpus corpus, UnigramTrainerOptions options)
    {
        int[] scripts = [.. corpus.Alphabet.Select(UnicodeScripts.Of)];
        int space = Array.IndexOf(corpus.Alphabet, TextNormalizer.SpaceSymbol[0]);
        var lengths = new byte[corpus.Text.Length];
        for (int start = 0; start < lengths.Length; start++)
        {
            int script = UnicodeScripts.Inherited;
            int length = 0;
            for (; length < options.MaxPieceLength && corpus.Text[start + length] is var c and not UnigramCorpus.Boundary; length++)
            {
                if (c == space || !options.SplitByScript || scripts[c] == UnicodeScripts.Inherited)
                    continue;
                if (script != UnicodeScripts.Inherited && script != scripts[c])
                    break;
                script = scripts[c];
            }

            lengths[start] = (byte)length;
        }

        return lengths;
    }

    private List<(int Start, int Length, long Weight)> Candidates()
    {
        int[] suffixes = [.. Enumerable.Range(0, _corpus.Text.Length).Where(start => _maxLengths[start] > 1)];
        Sort(suffixes, 0, suffixes.Length, 0);
        long[] weightsBefore = WeightsBefore(suffixes);
        var candidates = new List<(int, int, long)>();
        // Open groups of neighbours with a common beginning, the shortest beginning at the bottom.
        var open = new Stack<(int Length, int First)>();
        for (int i = 0; i <= suffixes.Length; i++)
        {
            int common = i == 0 || i == suffixes.Length ? 0 : CommonLength(suffixes[i - 1], suffixes[i]);
            int first = i;
            while (open.TryPeek(out var group) && group.Length > common)
            {
                open.Pop();
                first = group.First;
                long weight = weightsBefore[i] - weightsBefore[group.First];
                if (group.Length > 1 && weight >= MinOccurrences)
                    candidates.Add((suffixes[group.First], group.Length, weight));
            }

            if (common > 0 && (!open.TryPeek(out var outer) || outer.Length < common))
                open.Push((common, first));
            if (i < suffixes.Length && _maxLengths[suffixes[i]] > common)
                open.Push((_maxLengths[suffixes[i]], i));
        }

        return candidates;
    }

    /// <summary>For each suffix, how many occurrences the suffixes before it have.</summary>
    private long[] WeightsBefore(int[] suffixes)
    {
        var wordOf = new int[_corpus.Text.Length];
        for (int word = 0; word < _corpus.WordCounts.Length; word++)
            wordOf.AsSpan(_corpus.WordStarts[word].._corpus.WordStarts[word + 1]).Fill(word);
        var sums = new long[suffixes.Length + 1];
        for (int i = 0; i < suffixes.Length; i++)
            sums[i + 1] = sums[i] + _corpus.WordCounts[wordOf[suffixes[i]]];
        return sums;
    }

    private int CommonLength(int left, int right)
    {
        int limit = Math.Min(_maxLengths[left], _maxLengths[right]);
        return _corpus.Text.AsSpan(left, limit).CommonPrefixLength(_corpus.Text.AsSpan(right, limit));
    }

    private int Key(int suffix, int depth) => depth < _maxLengths[suffix] ? _corpus.Text[suffix + depth] : UnigramCorpus.Boundary;

    /// <summary>Multikey quicksort: three parts by the character at one depth; only the middle one looks at the next.</summary>
    private void Sort(int[] suffixes, int from, int to, int depth)
    {
        while (to - from > 1)
        {
            int pivot = Median(Key(suffixes[from], depth), Key(suffixes[from + ((to - from) / 2)], depth), Key(suffixes[to - 1], depth));
            int less = from, greater = to;
            for (int i = from; i < greater;)
            {
                int key = Key(suffixes[i], depth);
                if (key < pivot)
                    (suffixes[less], suffixes[i]) = (suffixes[i++], suffixes[less++]);
                else if (key > pivot)
                    (suffixes[--greater], suffixes[i]) = (suffixes[i], suffixes[greater]);
                else
                    i++;
            }

            if (pivot != UnigramCorpus.Boundary)
                Sort(suffixes, less, greater, depth + 1);
            // The larger side in this loop, so that calls never nest deeply.
            if (less - from < to - greater)
            {
                Sort(suffixes, from, less, depth);
                from = greater;
            }
            else
            {
                Sort(suffixes, greater, to, depth);
                to = less;
            }
        }
    }

    private static int Median(int a, int b, int c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
