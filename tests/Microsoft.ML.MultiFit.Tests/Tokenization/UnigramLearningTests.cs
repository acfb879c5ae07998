namespace Microsoft.ML.MultiFit.Tests;

public class UnigramLearningTests
{
    private static readonly string[] s_sentences = ["abab ababab ba", "aab abab", "cab ba ba", "abab", "bac cab ab"];
    private static readonly UnigramTrainerOptions s_options = new() { UserDefinedSymbols = [], CharacterCoverage = 1 };

    private static UnigramCorpus Corpus(params string[] sentences) => Corpora.Of(sentences, s_options);

    private static (UnigramCorpus Corpus, UnigramLearning Learning) Learnable(params string[] sentences)
    {
        var corpus = Corpus(sentences);
        var (pieces, edges) = SeedPieces.Find(corpus, s_options, new(null), new());
        return (corpus, new UnigramLearning(corpus, pieces, edges, new()));
    }

    private static string Read(UnigramCorpus corpus, UnigramPieces pieces, int piece) => corpus.Read(pieces.Starts[piece], pieces.Lengths[piece]);

    private static Dictionary<string, double> Scores(UnigramCorpus corpus, UnigramPieces pieces) =>
        Enumerable.Range(0, pieces.Count).ToDictionary(i => Read(corpus, pieces, i), i => (double)pieces.Scores[i]);

    [Fact]
    public void Expectations_equal_a_sum_over_all_segmentations()
    {
        var (corpus, learning) = Learnable(s_sentences);
        var scores = Scores(corpus, learning.Pieces);
        var expected = scores.Keys.ToDictionary(piece => piece, _ => 0.0);
        double logProbability = 0;
        string[] words = [.. s_sentences.SelectMany(sentence => sentence.Split(' '))];
        foreach (string word in words)
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

        double[] counts = learning.Expect(out double loss);
        Assert.Equal(-logProbability / words.Sum(word => word.Length + 1), loss, 1e-6);
        for (int i = 0; i < counts.Length; i++)
            Assert.Equal(expected[Read(corpus, learning.Pieces, i)], counts[i], 1e-5);
    }

    [Fact]
    public void Words_too_long_for_plain_probabilities_are_summed_right()
    {
        var random = new Random(1);
        string word = string.Concat(Enumerable.Range(0, 3000).Select(_ => (char)('a' + random.Next(8))));
        var (corpus, learning) = Learnable(word);
        var scores = Scores(corpus, learning.Pieces);
        // The plain recursion over logarithms.
        string text = "▁" + word;
        var forward = new double[text.Length + 1];
        for (int end = 1; end <= text.Length; end++)
        {
            var terms = Enumerable.Range(Math.Max(0, end - 16), Math.Min(16, end)).Where(start => scores.ContainsKey(text[start..end]))
                .Select(start => forward[start] + scores[text[start..end]]).ToList();
            double largest = terms.Max();
            forward[end] = largest + Math.Log(terms.Sum(term => Math.Exp(term - largest)));
        }

        double[] counts = learning.Expect(out double loss);
        Assert.True(forward[^1] < -1000);
        Assert.Equal(-forward[^1] / text.Length, loss, 1e-6);
        Assert.Equal(text.Length, Enumerable.Range(0, counts.Length).Sum(i => counts[i] * learning.Pieces.Lengths[i]), 1e-3);
    }

    [Fact]
    public void New_scores_are_digammas_of_the_counts_that_are_left()
    {
        var (_, learning) = Learnable(s_sentences);
        var pieces = learning.Pieces;
        double[] expected = [.. Enumerable.Range(0, pieces.Count).Select(i => i % 3 == 0 ? 0.49 : i + 1.0)];
        double total = expected.Where(count => count > 0.5).Sum();
        learning.Maximize(expected);
        var left = Enumerable.Range(0, pieces.Count).Where(i => i % 3 != 0).ToList();
        Assert.Equal(left.Select(i => (pieces.Starts[i], pieces.Lengths[i])), learning.Pieces.Starts.Zip(learning.Pieces.Lengths));
        Assert.Equal(left.Select(i => UnigramLearning.Digamma(i + 1) - UnigramLearning.Digamma(total)), learning.Pieces.Scores.Select(score => (double)score), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Pruning_keeps_used_characters_and_what_costs_most()
    {
        var (corpus, learning) = Learnable(s_sentences);
        var scores = Scores(corpus, learning.Pieces);
        var counts = scores.Keys.ToDictionary(piece => piece, _ => 0.0);
        foreach (string word in s_sentences.SelectMany(sentence => sentence.Split(' ')))
        {
            foreach (string piece in Segmentations("▁" + word, scores).MaxBy(path => path.Sum(part => scores[part]))!)
                counts[piece]++;
        }

        double total = counts.Values.Sum();
        var losses = new Dictionary<string, double>();
        foreach (string piece in scores.Keys.Where(piece => piece.Length > 1 && counts[piece] > 0))
        {
            var other = Segmentations(piece, scores).Where(path => path.Count > 1).MaxBy(path => path.Sum(part => scores[part]))!;
            if (other.Sum(part => scores[part]) > scores[piece])
                continue;
            double newTotal = Math.Log(total + (counts[piece] * (scores.Count - 1)));
            losses[piece] = counts[piece] * (Math.Log(counts[piece] / total) - other.Sum(part => Math.Log(counts[part] + counts[piece]) - newTotal));
        }

        var characters = scores.Keys.Where(piece => piece.Length == 1 && counts[piece] > 0).ToList();
        Assert.True(losses.Count > 3);
        learning.Prune(characters.Count + losses.Count - 2);
        var kept = Enumerable.Range(0, learning.Pieces.Count).Select(i => Read(corpus, learning.Pieces, i)).ToList();
        Assert.Equal(characters, kept.Take(characters.Count));
        Assert.Equal(losses.Values.OrderDescending().SkipLast(2), kept.Skip(characters.Count).Select(piece => losses[piece]), (a, b) => Math.Abs(a - b) < 1e-4);
        // The text is still covered by what is left.
        learning.Expect(out double loss);
        Assert.True(double.IsFinite(loss));
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
