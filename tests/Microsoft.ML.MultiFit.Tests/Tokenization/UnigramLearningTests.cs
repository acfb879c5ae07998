namespace Microsoft.ML.MultiFit.Tests;

public class UnigramLearningTests
{
    private static readonly string[] s_words = ["abab", "ababab", "ba", "aab", "abab", "cab"];

    private static (UnigramCorpus Corpus, UnigramPieces Pieces) Learnable()
    {
        var options = new UnigramTrainerOptions { UserDefinedSymbols = [], CharacterCoverage = 1 };
        var spec = new SentencePieceNormalizerSpec();
        var corpus = UnigramCorpus.Gather(s_words, options, new TextNormalizer(spec, CharacterMap.Empty, []), default);
        return (corpus, SeedPieces.Find(corpus, options));
    }

    [Fact]
    public void Seeds_are_the_substrings_that_branch_with_their_frequencies()
    {
        var (corpus, pieces) = Learnable();
        var counts = new Dictionary<string, double>();
        // Counted the slow way: every substring of 2 characters or more, kept if it occurs twice and is not always followed by the same character.
        var words = s_words.Select(word => "▁" + word + "$").ToList();
        var substrings = words.SelectMany(word =>
            from start in Enumerable.Range(0, word.Length - 1)
            from length in Enumerable.Range(1, word.Length - 1 - start)
            select word.Substring(start, length));
        foreach (string substring in substrings.Distinct())
        {
            var next = (
                from word in words
                from start in Enumerable.Range(0, Math.Max(0, word.Length - substring.Length))
                where string.CompareOrdinal(word, start, substring, 0, substring.Length) == 0
                select word[start + substring.Length]).ToList();
            bool branches = next.Distinct().Count() > 1 || next[0] == '$';
            if (substring.Length == 1 || (next.Count > 1 && branches))
                counts[substring] = next.Count * substring.Length;
        }

        var seeds = Enumerable.Range(0, pieces.Count).ToDictionary(i => corpus.Read(pieces.Starts[i], pieces.Lengths[i]), i => Math.Exp(pieces.Scores[i]));
        Assert.Equal(counts.Keys.Order(StringComparer.Ordinal), seeds.Keys.Order(StringComparer.Ordinal));
        foreach (var (piece, count) in counts)
            Assert.Equal(count / counts.Values.Sum(), seeds[piece], 1e-12);
    }

    [Fact]
    public void Expectations_equal_a_sum_over_all_segmentations()
    {
        var (corpus, pieces) = Learnable();
        var scores = Enumerable.Range(0, pieces.Count).ToDictionary(i => corpus.Read(pieces.Starts[i], pieces.Lengths[i]), i => pieces.Scores[i]);
        var expected = scores.Keys.ToDictionary(piece => piece, _ => 0.0);
        double logProbability = 0;
        foreach (string word in s_words)
        {
            var all = Segmentations("▁" + word, scores).ToList();
            double total = all.Sum(path => Math.Exp(path.Sum(piece => scores[piece])));
            logProbability += Math.Log(total);
            foreach (var path in all)
            {
                foreach (string piece in path)
                    expected[piece] += Math.Exp(path.Sum(part => scores[part])) / total;
            }
        }

        double[] counts = new UnigramLearning(corpus, 1, default).Expect(pieces, out double loss);
        Assert.Equal(-logProbability / s_words.Sum(word => word.Length + 1), loss, 1e-12);
        for (int i = 0; i < pieces.Count; i++)
            Assert.Equal(expected[corpus.Read(pieces.Starts[i], pieces.Lengths[i])], counts[i], 1e-12);
    }

    [Fact]
    public void Pruning_drops_what_costs_least()
    {
        var (corpus, pieces) = Learnable();
        var learning = new UnigramLearning(corpus, 1, default);
        pieces = UnigramLearning.Maximize(pieces, learning.Expect(pieces, out _));
        var pruned = learning.Prune(pieces, pieces.Count - 2);
        Assert.True(pruned.Count <= pieces.Count - 2);
        // Characters that no other pieces can spell stay.
        var left = Enumerable.Range(0, pruned.Count).Select(i => corpus.Read(pruned.Starts[i], pruned.Lengths[i])).ToList();
        Assert.All(Enumerable.Range(0, pieces.Count).Where(i => pieces.Lengths[i] == 1), i => Assert.Contains(corpus.Read(pieces.Starts[i], 1), left));
    }

    // Abramowitz and Stegun, tables 6.1 and 6.2, and ψ(1) = -γ.
    [Theory]
    [InlineData(0.5, -1.9635100260214235)]
    [InlineData(1, -0.5772156649015329)]
    [InlineData(2, 0.42278433509846714)]
    [InlineData(10, 2.251752589066721)]
    [InlineData(1e6, 13.815510057964191)]
    public void Digamma_equals_the_tables(double x, double expected) => Assert.Equal(expected, UnigramLearning.Digamma(x), 1e-9);

    private static IEnumerable<List<string>> Segmentations(string word, Dictionary<string, double> pieces)
    {
        if (word.Length == 0)
            return [[]];
        return Enumerable.Range(1, word.Length).Where(length => pieces.ContainsKey(word[..length]))
            .SelectMany(length => Segmentations(word[length..], pieces).Select(rest => rest.Prepend(word[..length]).ToList()));
    }
}
