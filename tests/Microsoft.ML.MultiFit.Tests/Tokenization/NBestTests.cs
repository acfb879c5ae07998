using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

public sealed class NBestTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_segmentation_comes_once_and_in_order()
    {
        var random = new Random(5);
        for (int round = 0; round < 20; round++)
        {
            var model = RandomVocabularies.Create(SentencePieceModelType.Unigram, random);
            var tokenizer = new UnigramTokenizer(model);
            string text = RandomVocabularies.Word(random) + RandomVocabularies.Word(random);
            var expected = AllSegmentations.Of(model, text);
            var found = tokenizer.EncodeToNBest(text, UnigramTokenizer.MaxNBestCount);
            Assert.Equal(Math.Min(expected.Count, UnigramTokenizer.MaxNBestCount), found.Count);
            Assert.Equal(expected.Take(found.Count).Select(segmentation => segmentation.Score), found.Select(segmentation => (double)segmentation.Score), (one, other) => Math.Abs(one - other) < 1e-4);
            foreach (var (tokens, score) in found)
                Assert.Equal(score, tokens.Sum(token => AllSegmentations.Score(model, token.Id, token.Value.Length)), 1e-4);
        }
    }

    [Fact]
    public void The_best_one_is_that_of_encoding()
    {
        var random = new Random(6);
        var tokenizer = new UnigramTokenizer(RandomVocabularies.Create(SentencePieceModelType.Unigram, random));
        Assert.Equal([([], 0)], tokenizer.EncodeToNBest("  ", 5).Select(segmentation => (segmentation.Ids.ToArray(), segmentation.Score)));
        foreach (string line in RandomVocabularies.Lines(50, 9, random))
        {
            var best = Assert.Single(tokenizer.EncodeToNBest(line, 1));
            Assert.Equal(best.Score, tokenizer.EncodeToNBest(line, 2)[0].Score);
            Assert.Equal(tokenizer.EncodeToIds(line), best.Ids);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(300)]
    public void Random_vocabularies_give_googles_lists(int count)
    {
        for (int seed = 0; seed < 6; seed++)
        {
            var random = new Random(seed);
            var model = RandomVocabularies.Create(SentencePieceModelType.Unigram, random);
            string path = _folder.File($"{seed}.model");
            model.Save(path);
            if (!Compare(path, RandomVocabularies.Lines(20, 12, random), count))
                return;
        }
    }

    [Theory]
    [InlineData("ref_sw_unigram_4000")]
    [InlineData("test_model")]
    [InlineData("test_ja_model")]
    public void Real_vocabularies_give_googles_lists(string name)
    {
        if (SharedFiles.Find("data/sentencepiece", output) is not { } folder)
            return;
        string[] lines = ["I saw a girl with a telescope.", "Habari za asubuhi, rafiki yangu ☃☃ mpendwa!", "吾輩は猫である。名前はまだ無い。", "ﬁnally   ½ of ①", "the the the the the the the the the the the the the"];
        // The last is so long that hypotheses have to be given up.
        Compare(Path.Combine(folder, name + ".model"), [.. lines, string.Concat(Enumerable.Repeat("haya hayo ", 60))], 40);
    }

    [Fact]
    public void Wrong_counts_and_other_kinds_are_refused()
    {
        var tokenizer = new UnigramTokenizer(RandomVocabularies.Create(SentencePieceModelType.Unigram, new Random(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.EncodeToNBest("a", 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.EncodeToNBest("a", 1025));
        tokenizer = new UnigramTokenizer(RandomVocabularies.Create(SentencePieceModelType.Bpe, new Random(1)));
        Assert.Contains("Bpe", Assert.Throws<NotSupportedException>(() => tokenizer.EncodeToNBest("a", 5)).Message);
    }

    [Fact]
    public void Ties_without_end_and_extreme_scores_end()
    {
        // Every segmentation of the text has the same score: there are far more of them than hypotheses are kept.
        var ties = RandomVocabularies.Model(SentencePieceModelType.Unigram, "<unk>", Normal("a", -1), Normal("aa", -2), Normal("aaa", -3));
        string path = _folder.File("ties.model");
        ties.Save(path);
        Compare(path, [new string('a', 500)], 100);

        var extremes = RandomVocabularies.Model(SentencePieceModelType.Unigram, "<unk>", Normal("a", float.MaxValue), Normal("aa", float.MinValue), Normal("aaa", float.MaxValue));
        var tokenizer = new UnigramTokenizer(extremes);
        Assert.InRange(tokenizer.EncodeToNBest(new string('a', 500), 100).Count, 1, 100);
        Assert.NotEmpty(new SegmentationSampler(tokenizer, new() { Alpha = float.MaxValue }).EncodeToIds(new string('a', 500)));
    }

    private static SentencePiece Normal(string piece, float score) => new(piece, score, SentencePieceType.Normal);

    private bool Compare(string path, string[] lines, int count)
    {
        string input = string.Concat(lines.Select(line => line + "\n"));
        if (ExternalTool.Run(output, "spm_encode", input, $"--model={path}", "--output_format=nbest_id", $"--nbest_size={count}") is not { } ids)
            return false;
        var tokenizer = new UnigramTokenizer(SentencePieceModel.Load(path));
        var found = lines.SelectMany(line => tokenizer.EncodeToNBest(line, count)).ToList();
        Assert.Equal(ids.TrimEnd('\n').Split('\n'), found.Select(segmentation => string.Join(' ', segmentation.Ids)));
        string pieces = ExternalTool.Run(output, "spm_encode", input, $"--model={path}", "--output_format=nbest_piece", $"--nbest_size={count}")!;
        Assert.Equal(pieces.TrimEnd('\n').Split('\n'), found.Select(segmentation => string.Join(' ', segmentation.Tokens.Select(token => token.Value))));
        return true;
    }
}
