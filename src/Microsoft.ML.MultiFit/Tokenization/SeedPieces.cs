using System.Collections.Concurrent;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// The candidates that learning starts with: every part of a word that occurs twice or more and that different characters follow (a word's space or
/// the sentence's end among them), scored by frequency × length (Kudo 2018, section 3.2). They are the inner nodes of the text's suffix tree.
/// </summary>
internal sealed class SeedPieces
{
    private readonly UnigramCorpus _corpus;
    private readonly PieceRules _rules;
    private readonly ushort[] _lengths;
    private readonly SuffixOrder _suffixes;
    private readonly int[] _places;
    private readonly int[] _groupStarts;
    private readonly int[] _wordOf;

    private SeedPieces(UnigramCorpus corpus, UnigramTrainerOptions options)
    {
        _corpus = corpus;
        _rules = new PieceRules(corpus.Alphabet, options);
        _lengths = new ushort[corpus.Text.Length];
        _wordOf = new int[corpus.Text.Length];
        for (int word = 0; word < corpus.WordCounts.Length; word++)
        {
            int end = corpus.WordStarts[word + 1];
            for (int start = corpus.WordStarts[word]; start < end; start++)
            {
                _wordOf[start] = word;
                int length = _rules.MaxLength(corpus.Text.AsSpan(start..end));
                // What follows counts, too: it decides whether the piece is a candidate.
                if (length > 1)
                    _lengths[start] = (ushort)(length + 1);
            }
        }

        _suffixes = new SuffixOrder(corpus.Text, _lengths);
        (_places, _groupStarts) = _suffixes.Groups(corpus.Alphabet.CodePoints.Length);
    }

    /// <summary>A candidate: the places <c>[First, End)</c> begin with it.</summary>
    private readonly record struct Candidate(int First, int End, int Length, long Score) : IComparable<Candidate>
    {
        // Of equal ones the first in the order of the suffix tree, inner nodes last.
        public int CompareTo(Candidate other) =>
            Score != other.Score ? other.Score.CompareTo(Score) : End != other.End ? End.CompareTo(other.End) : other.Length.CompareTo(Length);
    }

    /// <summary>All characters, then the best longer candidates, scores as log probabilities; and where in the text each of them stands.</summary>
    public static (UnigramPieces Pieces, PieceEdges Edges) Find(
        UnigramCorpus corpus, UnigramTrainerOptions options, UnigramProgress reports, ParallelOptions parallel)
    {
        reports.Seeds(0, 0);
        parallel.CancellationToken.ThrowIfCancellationRequested();
        var seeds = new SeedPieces(corpus, options);
        var characters = corpus.Alphabet.Characters.Where(character => character.Count > 0).ToList();
        var best = seeds.Best(Math.Max(0, options.SeedPieceCount - characters.Count), reports, parallel);
        parallel.CancellationToken.ThrowIfCancellationRequested();
        int[] places = seeds.PlacesOf(characters);
        long[] scores = [.. characters.Select(character => character.Count), .. best.Select(candidate => candidate.Score)];
        var pieces = new UnigramPieces(
            [.. places, .. best.Select(candidate => seeds._places[candidate.First])],
            [.. places.Select(_ => 1), .. best.Select(candidate => candidate.Length)],
            LogProbabilities(scores));
        return (pieces, seeds.Edges(characters, best));
    }

    // The reference sums in single precision and so loses the smallest; the sum's share in every score is kept alike.
    private static float[] LogProbabilities(long[] scores)
    {
        float sum = 0;
        foreach (long score in scores)
            sum += score;
        float logSum = (float)Math.Log(sum);
        return [.. scores.Select(score => (float)(Math.Log(score) - logSum))];
    }

    private List<Candidate> Best(int count, UnigramProgress reports, ParallelOptions parallel)
    {
        int done = 0;
        var found = new List<Candidate>();
        // Large groups first, so that no thread is left with one at the end.
        int[] order = [.. Enumerable.Range(0, _groupStarts.Length - 1).OrderByDescending(group => _groupStarts[group + 1] - _groupStarts[group])];
        Parallel.ForEach(Partitioner.Create(order, EnumerablePartitionerOptions.NoBuffering), parallel, group =>
        {
            var candidates = Candidates(_groupStarts[group], _groupStarts[group + 1]);
            lock (found)
            {
                found.AddRange(candidates);
                done += _groupStarts[group + 1] - _groupStarts[group];
                reports.Seeds(done, _places.Length);
            }
        });
        found.Sort();
        if (found.Count > count)
            found.RemoveRange(count, found.Count - count);
        return found;
    }

    /// <summary>Sorts the places of a group and finds what they have in common.</summary>
    private List<Candidate> Candidates(int start, int end)
    {
        var places = _places.AsSpan(start..end);
        _suffixes.Sort(places);
        var candidates = new List<Candidate>();
        var counts = new long[places.Length + 1];
        for (int i = 0; i < places.Length; i++)
            counts[i + 1] = counts[i] + _corpus.WordCounts[_wordOf[places[i]]];
        // Open nodes: neighbours with a common beginning, the shortest beginning at the bottom.
        var open = new Stack<(int Length, int First)>();
        for (int i = 1; i <= places.Length; i++)
        {
            int common = i < places.Length ? _suffixes[places[i - 1]].CommonPrefixLength(_suffixes[places[i]]) : 0;
            int first = i - 1;
            while (open.TryPeek(out var node) && node.Length > common)
            {
                open.Pop();
                first = node.First;
                int place = places[first];
                if (node.Length > 1 && node.Length < _lengths[place] && _rules.AllowsSpaces(_corpus.Text.AsSpan(place, node.Length)))
                    candidates.Add(new Candidate(start + first, start + i, node.Length, (counts[i] - counts[first]) * node.Length));
            }

            if (common > 0 && (!open.TryPeek(out var outer) || outer.Length < common))
                open.Push((common, first));
        }

        return candidates;
    }

    private int[] PlacesOf(List<(int CodePoint, long Count)> characters)
    {
        var places = new int[_corpus.Alphabet.CodePoints.Length];
        for (int word = 0; word < _corpus.WordCounts.Length; word++)
        {
            for (int place = _corpus.WordStarts[word]; place < _corpus.WordStarts[word + 1] - 1; place++)
                places[_corpus.Text[place]] = place;
        }

        return [.. characters.Select(character => places[_corpus.Alphabet.NumberOf(character.CodePoint)])];
    }

    private PieceEdges Edges(List<(int CodePoint, long Count)> characters, List<Candidate> best)
    {
        var numbers = new int[_corpus.Alphabet.CodePoints.Length];
        for (int piece = 0; piece < characters.Count; piece++)
            numbers[_corpus.Alphabet.NumberOf(characters[piece].CodePoint)] = piece;
        int[] lengths = [.. best.Select(candidate => candidate.Length)];
        int[] byLength = [.. Enumerable.Range(0, best.Count)];
        Array.Sort(lengths, byLength);
        return new PieceEdges(_corpus.Text.Length, visit =>
        {
            for (int word = 0; word < _corpus.WordCounts.Length; word++)
            {
                for (int place = _corpus.WordStarts[word]; place < _corpus.WordStarts[word + 1] - 1; place++)
                    visit(place, numbers[_corpus.Text[place]]);
            }

            foreach (int i in byLength)
            {
                foreach (int place in _places.AsSpan(best[i].First..best[i].End))
                    visit(place, characters.Count + i);
            }
        });
    }
}
