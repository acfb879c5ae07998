namespace Microsoft.ML.MultiFit.Tests;

public class SeedPiecesTests
{
    private static readonly string[] s_sentences = ["abab ababab ba", "aab abab ba", "cab ba ba", "abab", "bac cab ab abab", "xyz xyz", "xyz xyz"];
    private static readonly UnigramTrainerOptions s_options = new() { UserDefinedSymbols = [], CharacterCoverage = 1 };

    private static List<(string Piece, double Score)> Find(UnigramTrainerOptions options)
    {
        var corpus = Corpora.Of(s_sentences, options);
        var (pieces, _) = SeedPieces.Find(corpus, options, new(null), new());
        return [.. Enumerable.Range(0, pieces.Count).Select(i => (corpus.Read(pieces.Starts[i], pieces.Lengths[i]), Math.Exp(pieces.Scores[i])))];
    }

    /// <summary>Counted the slow way: substrings of whole sentences that occur twice and are not always followed by the same character.</summary>
    private static Dictionary<string, double> CountSlowly(int maxLength)
    {
        var texts = s_sentences.Select(sentence => "▁" + sentence.Replace(' ', '▁') + "$").ToList();
        var counts = new Dictionary<string, double>();
        var substrings =
            from text in texts
            from start in Enumerable.Range(0, text.Length - 1)
            from length in Enumerable.Range(1, Math.Min(maxLength, text.Length - 1 - start))
            select text.Substring(start, length);
        foreach (string substring in substrings.Distinct().Where(substring => !substring[1..].Contains('▁')))
        {
            var next = (
                from text in texts
                from start in Enumerable.Range(0, Math.Max(0, text.Length - substring.Length))
                where string.CompareOrdinal(text, start, substring, 0, substring.Length) == 0
                select text[start + substring.Length]).ToList();
            if (substring.Length == 1 || next.Distinct().Count() > 1)
                counts[substring] = next.Count * substring.Length;
        }

        return counts;
    }

    [Theory]
    [InlineData(16)]
    [InlineData(3)]
    public void Seeds_are_the_substrings_that_different_characters_follow(int maxLength)
    {
        var counts = CountSlowly(maxLength);
        var seeds = Find(s_options with { MaxPieceLength = maxLength });
        Assert.Equal(counts.Keys.Order(StringComparer.Ordinal), seeds.Select(seed => seed.Piece).Order(StringComparer.Ordinal));
        // Always followed by the same letter.
        Assert.DoesNotContain(seeds, seed => seed.Piece == "xy");
        foreach (var (piece, score) in seeds)
            Assert.Equal(counts[piece] / counts.Values.Sum(), score, 1e-6);
    }

    [Fact]
    public void Few_seeds_are_all_characters_and_the_best()
    {
        var counts = CountSlowly(16);
        var characters = counts.Where(entry => entry.Key.Length == 1).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Key);
        var best = counts.Where(entry => entry.Key.Length > 1).Select(entry => entry.Value).OrderDescending().Take(4);
        var seeds = Find(s_options with { SeedPieceCount = characters.Count() + 4 });
        Assert.Equal([.. characters, .. seeds.TakeLast(4).Select(seed => seed.Piece)], seeds.Select(seed => seed.Piece));
        Assert.Equal(best, seeds.TakeLast(4).Select(seed => counts[seed.Piece]));
    }

    [Fact]
    public void Edges_name_the_pieces_at_each_place()
    {
        var corpus = Corpora.Of(s_sentences, s_options);
        var (pieces, edges) = SeedPieces.Find(corpus, s_options, new(null), new());
        var all = Enumerable.Range(0, pieces.Count).ToDictionary(i => corpus.Read(pieces.Starts[i], pieces.Lengths[i]));
        for (int word = 0; word < corpus.WordCounts.Length; word++)
        {
            for (int start = corpus.WordStarts[word]; start < corpus.WordStarts[word + 1] - 1; start++)
            {
                var expected = Enumerable.Range(1, corpus.WordStarts[word + 1] - 1 - start).Select(length => corpus.Read(start, length)).Where(all.ContainsKey).Select(piece => all[piece]);
                Assert.Equal(expected, edges.Pieces[edges.Starts[start]..edges.Starts[start + 1]]);
            }
        }
    }

    [Fact]
    public void Suffixes_are_sorted_as_far_as_they_count()
    {
        var random = new Random(1);
        ushort[] text = [.. Enumerable.Range(0, 4000).Select(_ => (ushort)random.Next(1, 4))];
        ushort[] lengths = [.. Enumerable.Range(0, text.Length).Select(place => (ushort)Math.Min(random.Next(20), text.Length - place))];
        var order = new SuffixOrder(text, lengths);
        var (sorted, starts) = order.Groups(5);
        for (int group = 0; group < 5; group++)
            order.Sort(sorted.AsSpan(starts[group]..starts[group + 1]));
        Assert.Equal(lengths.Count(length => length > 0), sorted.Distinct().Count());
        for (int i = 1; i < sorted.Length; i++)
            Assert.True(order[sorted[i - 1]].SequenceCompareTo(order[sorted[i]]) <= 0);
    }
}
