namespace Microsoft.ML.MultiFit.Tests;

public sealed class TokenCacheTests : IDisposable
{
    private static readonly LanguageModel s_model = RandomModels.LanguageModel(RandomModels.Architecture, 1);
    private static readonly string[] s_texts = ["a b c", "", "b c d e", "f", " \n", "g h i j k l m n", "a"];
    private static readonly ContentKey s_key = ContentKey.OfTexts(s_texts);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Holds_the_ids_that_memory_holds()
    {
        using var memory = TokenCorpus.Encode(s_model, s_texts);
        using var mapped = Cache.Open(s_model, s_key, s_texts);
        Assert.Equal(5, mapped.DocumentCount);
        Assert.Equal(memory.TokenCount, mapped.TokenCount);
        for (int document = 0; document < 5; document++)
            Assert.Equal(memory[document].ToArray(), mapped[document].ToArray());
    }

    [Fact]
    public void Gives_exactly_the_batches_that_memory_gives()
    {
        var random = new Random(5);
        var texts = Enumerable.Range(0, 300).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(40)).Select(_ => (char)('a' + random.Next(26)))));
        using var memory = TokenCorpus.Encode(s_model, texts = [.. texts]);
        using var mapped = Cache.Open(s_model, s_key, texts);
        Assert.Equal(Numbers(memory), Numbers(mapped));

        static IEnumerable<long> Numbers(TokenCorpus corpus)
        {
            var batches = new BpttBatches(corpus, 7, 13, seed: 3);
            return batches.Epoch(0).Concat(batches.Epoch(1)).Concat(batches.InOrder())
                .SelectMany(batch => batch.Input.Concat(batch.Target.Select(id => (long)id)));
        }
    }

    [Fact]
    public void A_vocabulary_is_learned_once_for_each_key()
    {
        int learned = 0;
        SentencePieceModel Learn() => RandomModels.Vocabulary(40 + learned++);
        Assert.Equal(40, Cache.Vocabulary(s_key, Learn).Pieces.Count);
        Assert.Equal(40, Cache.Vocabulary(s_key, Learn).Pieces.Count);
        Assert.Equal(41, Cache.Vocabulary(ContentKey.OfTexts("a b c"), Learn).Pieces.Count);
        foreach (string file in Directory.GetFiles(_folder.Path))
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..20]);
        Assert.Equal(42, Cache.Vocabulary(s_key, Learn).Pieces.Count);
        Assert.Equal(42, Cache.Vocabulary(s_key, Learn).Pieces.Count);
    }

    [Fact]
    public void Does_not_look_at_the_text_again()
    {
        Cache.Open(s_model, s_key, s_texts).Dispose();
        using var corpus = Cache.Open(s_model, s_key, NeverRead());
        Assert.Equal(5, corpus.DocumentCount);
    }

    [Fact]
    public void Text_rules_vocabulary_and_direction_each_have_a_file_of_their_own()
    {
        var rules = s_model.TextRules with { Language = "de" };
        var vocabulary = RandomModels.Vocabulary(RandomModels.Architecture.VocabularySize);
        var other = new SentencePieceModel(
            [.. vocabulary.Pieces.SkipLast(1), new SentencePiece("▁zz", -99, SentencePieceType.Normal)], vocabulary.TrainerSpec, vocabulary.NormalizerSpec);
        Cache.Open(s_model, s_key, s_texts).Dispose();
        Cache.Open(s_model, ContentKey.OfTexts("a b c"), s_texts).Dispose();
        Cache.Open(LanguageModel.CreateRandom(RandomModels.Architecture, rules, vocabulary, 0), s_key, s_texts).Dispose();
        Cache.Open(LanguageModel.CreateRandom(RandomModels.Architecture, s_model.TextRules, other, 0), s_key, s_texts).Dispose();
        var backward = RandomModels.Architecture with { Direction = TextDirection.Backward };
        Cache.Open(LanguageModel.CreateRandom(backward, s_model.TextRules, vocabulary, 0), s_key, s_texts).Dispose();
        Assert.Equal(5, _folder.FileNames.Count());

        // Weights are not part of it.
        Cache.Open(LanguageModel.CreateRandom(RandomModels.Architecture, s_model.TextRules, vocabulary, 7), s_key, NeverRead()).Dispose();
    }

    [Fact]
    public void A_file_that_was_cut_off_or_altered_is_made_anew()
    {
        Cache.Open(s_model, s_key, s_texts).Dispose();
        var path = Assert.Single(Directory.GetFiles(_folder.Path));
        var good = File.ReadAllBytes(path);
        var changed = Enumerable.Range(0, good.Length / 3).Select(i => Flipped(good, 3 * i));
        var cut = Enumerable.Range(0, good.Length / 9).Select(i => good[..(9 * i)]);
        byte[][] others = [[.. good, 0], [], .. changed, .. cut];
        foreach (var damaged in others)
        {
            File.WriteAllBytes(path, damaged);
            using var corpus = Cache.Open(s_model, s_key, s_texts);
            Assert.Equal(good, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void A_failure_leaves_no_file()
    {
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Cache.Open(s_model, s_key, Cancelling(), cancellationToken: source.Token));
        Assert.Throws<ArgumentException>(() => Cache.Open(s_model, s_key, ["a", null!]));
        Assert.Empty(_folder.FileNames);

        IEnumerable<string> Cancelling()
        {
            yield return "a";
            source.Cancel();
            yield return "b";
        }
    }

    [Fact]
    public void Progress_counts_documents_and_ids()
    {
        var reports = new List<TrainingProgress>();
        Cache.Open(s_model, s_key, s_texts, threadCount: 1, new Listener(reports)).Dispose();
        Assert.All(reports, report => Assert.Equal("tokens", report.Stage));
        Assert.InRange(reports[^1].Step, 1, 5);
    }

    [Fact]
    public void A_closed_corpus_gives_nothing()
    {
        var corpus = Cache.Open(s_model, s_key, s_texts);
        corpus.Dispose();
        corpus.Dispose();
        Assert.Throws<ObjectDisposedException>(() => corpus[0].Length);
    }

    [Fact]
    public void Training_refuses_ids_of_another_vocabulary()
    {
        using var corpus = Cache.Open(s_model, s_key, s_texts);
        var other = LanguageModel.CreateRandom(RandomModels.Architecture, s_model.TextRules with { Moses = false }, s_model.Vocabulary, 0);
        var error = Assert.Throws<ArgumentException>(() => new LanguageModelTrainer(new()).Train(other, corpus));
        Assert.Contains("other text rules, another vocabulary", error.Message);
    }

    private TokenCache Cache => new(_folder.Path);

    private static byte[] Flipped(byte[] bytes, int place)
    {
        var copy = (byte[])bytes.Clone();
        copy[place] ^= 0x10;
        return copy;
    }

    private static IEnumerable<string> NeverRead()
    {
        Assert.Fail("The text was read again.");
        yield break;
    }

    private sealed class Listener(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }
}
