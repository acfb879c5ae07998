using System.Globalization;
using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

public sealed class SegmentationSamplerTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static SentencePiece Normal(string piece, float score) => new(piece, score, SentencePieceType.Normal);

    private static SentencePieceModel Letters(SentencePieceModelType kind) =>
        RandomVocabularies.Model(kind, "<unk>", Normal("a", -2), Normal("b", -2.5f), Normal("ab", -3), Normal("ba", -3.5f), Normal("aba", -6), new("bb", 0, SentencePieceType.UserDefined));

    [Theory]
    [InlineData(-1, 0f)]
    [InlineData(-1, 0.5f)]
    [InlineData(-1, 1f)]
    [InlineData(3, 0.5f)]
    [InlineData(100, 2f)]
    public void Segmentations_come_as_often_as_they_should(int nBestSize, float alpha)
    {
        const int Draws = 20_000;
        var model = Letters(SentencePieceModelType.Unigram);
        var all = AllSegmentations.Of(model, "abaxbba");
        Assert.True(all.Count > 5);
        if (nBestSize > 0)
            all = [.. all.Take(nBestSize)];
        double[] expected = AllSegmentations.Probabilities(all, alpha);
        var sampler = new SegmentationSampler(new UnigramTokenizer(model), new() { NBestSize = nBestSize, Alpha = alpha, Seed = 7 });
        var counts = Enumerable.Range(0, Draws).CountBy(_ => string.Join(' ', sampler.EncodeToIds("abaxbba"))).ToDictionary();
        for (int i = 0; i < all.Count; i++)
        {
            // Five standard deviations.
            double share = counts.GetValueOrDefault(string.Join(' ', all[i].Ids)) / (double)Draws;
            Assert.InRange(share, expected[i] - (5 * Math.Sqrt(expected[i] / Draws)), expected[i] + (5 * Math.Sqrt(expected[i] / Draws)));
        }

        Assert.True(counts.Count <= all.Count);
    }

    [Fact]
    public void Merges_are_left_out_by_chance()
    {
        const int Draws = 20_000;
        var tokenizer = new UnigramTokenizer(Letters(SentencePieceModelType.Bpe));
        double Share(float alpha, string pieces)
        {
            var sampler = new SegmentationSampler(tokenizer, new() { Alpha = alpha, Seed = 3 });
            return Enumerable.Range(0, Draws).Count(_ => string.Join(' ', sampler.EncodeToTokens("abab").Select(token => token.Value)) == pieces) / (double)Draws;
        }

        // First left ab, then right ab, ba only if neither was merged, and last aba from ab a or a ba.
        Assert.Equal(1, Share(0, "ab ab"));
        Assert.Equal(0.75 * 0.75, Share(0.25f, "ab ab"), 0.02);
        Assert.Equal(0.25 * 0.75, Share(0.25f, "a b ab"), 0.02);
        Assert.Equal(0.25 * 0.25 * 0.75 * 0.25, Share(0.25f, "a ba b"), 0.005);
        Assert.Equal((0.75 * 0.25 * 0.75) + (0.25 * 0.25 * 0.75 * 0.75), Share(0.25f, "aba b"), 0.02);
        Assert.Equal(1, Share(1, "a b a b"));
    }

    [Theory]
    [InlineData(SentencePieceModelType.Unigram, -1, 0.2f)]
    [InlineData(SentencePieceModelType.Unigram, -1, 1f)]
    [InlineData(SentencePieceModelType.Unigram, 0, 0.2f)]
    [InlineData(SentencePieceModelType.Unigram, 5, 0.5f)]
    [InlineData(SentencePieceModelType.Unigram, 64, 0.1f)]
    [InlineData(SentencePieceModelType.Bpe, -1, 0.1f)]
    [InlineData(SentencePieceModelType.Bpe, 5, 0.6f)]
    [InlineData(SentencePieceModelType.Bpe, -1, 0f)]
    [InlineData(SentencePieceModelType.Bpe, -1, 1f)]
    public void Samples_are_googles_for_the_same_seed(SentencePieceModelType kind, int nBestSize, float alpha)
    {
        for (int seed = 0; seed < 6; seed++)
        {
            var random = new Random(seed);
            string path = _folder.File($"{seed}.model");
            RandomVocabularies.Create(kind, random).Save(path);
            if (!Compare(path, RandomVocabularies.Lines(40, 9, random), new() { NBestSize = nBestSize, Alpha = alpha, Seed = seed + 1 }))
                return;
        }
    }

    [Theory]
    [InlineData("ref_sw_unigram_4000", -1, 0.3f)]
    [InlineData("ref_sw_unigram_4000", 64, 0.3f)]
    [InlineData("test_model", -1, 0.1f)]
    [InlineData("test_ja_model", -1, 0.5f)]
    public void Samples_with_real_vocabularies_are_googles(string name, int nBestSize, float alpha)
    {
        if (SharedFiles.Find("data/sentencepiece", output) is not { } folder)
            return;
        string[] lines = ["I saw a girl with a telescope.", "Habari za asubuhi, rafiki yangu ☃☃ mpendwa!", "吾輩は猫である。名前はまだ無い。", "ﬁnally   ½ of ①", "", "Mtoto umleavyo ndivyo akuavyo."];
        Compare(Path.Combine(folder, name + ".model"), [.. Enumerable.Repeat(lines, 20).SelectMany(some => some)], new() { NBestSize = nBestSize, Alpha = alpha, Seed = 99 });
    }

    [Fact]
    public void Long_texts_are_drawn_from_the_best_by_their_scores()
    {
        // The exponential of such a score is zero.
        var sampler = new SegmentationSampler(new UnigramTokenizer(Letters(SentencePieceModelType.Unigram)), new() { NBestSize = 4, Alpha = 1, Seed = 5 });
        string text = new string('b', 100) + "ab" + new string('x', 200);
        Assert.True(Enumerable.Range(0, 200).CountBy(_ => string.Join(' ', sampler.EncodeToIds(text))).Count() > 1);
    }

    [Fact]
    public void Equal_seeds_give_equal_samples()
    {
        var tokenizer = new UnigramTokenizer(Letters(SentencePieceModelType.Unigram));
        string[] Samples(int seed)
        {
            var sampler = new SegmentationSampler(tokenizer, new() { Alpha = 0.5f, Seed = seed });
            return [.. Enumerable.Range(0, 50).Select(_ => string.Join(' ', sampler.EncodeToIds("ababababab")))];
        }

        Assert.Equal(Samples(1), Samples(1));
        var tokens = new SegmentationSampler(tokenizer, new() { Alpha = 0.5f, Seed = 1 });
        Assert.Equal(Samples(1), Enumerable.Range(0, 50).Select(_ => string.Join(' ', tokens.EncodeToTokens("ababababab").Select(token => token.Id))));
        Assert.NotEqual(Samples(1), Samples(2));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.3f)]
    [InlineData(1f)]
    [InlineData(3f)]
    public void Entropy_is_that_of_all_segmentations(float alpha)
    {
        var random = new Random(9);
        for (int round = 0; round < 20; round++)
        {
            var model = RandomVocabularies.Create(SentencePieceModelType.Unigram, random);
            string text = RandomVocabularies.Word(random) + RandomVocabularies.Word(random);
            double expected = AllSegmentations.Probabilities(AllSegmentations.Of(model, text), alpha).Sum(probability => -probability * Math.Log(probability));
            Assert.Equal(expected, new UnigramTokenizer(model).CalculateEntropy(text, alpha), 1e-4);
        }
    }

    [Fact]
    public void Text_without_a_choice_has_no_entropy()
    {
        var tokenizer = new UnigramTokenizer(Letters(SentencePieceModelType.Unigram));
        Assert.Equal(0, tokenizer.CalculateEntropy(""));
        Assert.Equal(0, tokenizer.CalculateEntropy("axa"), 1e-6);
        // ab, or a b as often.
        Assert.Equal(Math.Log(2), tokenizer.CalculateEntropy("ab", 0), 1e-6);
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.CalculateEntropy("ab", -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.CalculateEntropy("ab", float.NaN));
        Assert.Throws<NotSupportedException>(() => new UnigramTokenizer(Letters(SentencePieceModelType.Bpe)).CalculateEntropy("ab"));
    }

    [Fact]
    public void Wrong_options_and_kinds_are_refused()
    {
        var unigram = new UnigramTokenizer(Letters(SentencePieceModelType.Unigram));
        string message = Assert.Throws<ArgumentException>(() => new SegmentationSampler(unigram, new() { NBestSize = 513, Alpha = -1 })).Message;
        Assert.Contains("NBestSize", message);
        Assert.Contains("Alpha", message);
        Assert.Throws<ArgumentException>(() => new SegmentationSampler(unigram, new() { Alpha = float.NaN }));
        Assert.Throws<ArgumentException>(() => new SegmentationSampler(new UnigramTokenizer(Letters(SentencePieceModelType.Bpe)), new() { Alpha = 1.5f }));
        foreach (var kind in (SentencePieceModelType[])[SentencePieceModelType.Word, SentencePieceModelType.Char])
            Assert.Contains($"{kind}", Assert.Throws<ArgumentException>(() => new SegmentationSampler(new UnigramTokenizer(Letters(kind)), new())).Message);
    }

    private bool Compare(string path, string[] lines, SegmentationSamplingOptions options)
    {
        string[] arguments = [$"--model={path}", "--output_format=sample_id", $"--nbest_size={options.NBestSize}", $"--alpha={options.Alpha.ToString(CultureInfo.InvariantCulture)}", $"--random_seed={options.Seed}"];
        if (ExternalTool.Run(output, "spm_encode", string.Concat(lines.Select(line => line + "\n")), arguments) is not { } ids)
            return false;
        var sampler = new SegmentationSampler(new UnigramTokenizer(SentencePieceModel.Load(path)), options);
        Assert.Equal(ids[..^1].Split('\n'), lines.Select(line => string.Join(' ', sampler.EncodeToIds(line))));
        return true;
    }
}
