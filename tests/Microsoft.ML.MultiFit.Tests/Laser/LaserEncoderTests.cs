namespace Microsoft.ML.MultiFit.Tests;

public class LaserEncoderTests
{
    private const int End = 2;
    private static readonly LaserFiles s_files = new();
    private static readonly LaserEncoder s_encoder = s_files.Load();
    private static readonly LaserOptions s_whole = new() { SplitSentences = false };

    [Theory]
    [InlineData(6, 5, 3, true)]
    [InlineData(20, 16, 2, true)]
    [InlineData(3, 9, 1, true)]
    [InlineData(40, 7, 2, false)]
    public void Computes_the_formulas(int embeddingSize, int hiddenSize, int layerCount, bool bidirectional)
    {
        var files = new LaserFiles { EmbeddingSize = embeddingSize, HiddenSize = hiddenSize, LayerCount = layerCount, Bidirectional = bidirectional };
        var encoder = files.Load();
        var plain = new PlainLaser(files);
        var sentences = RandomSentences(30, files.VocabularySize);
        var packed = new PackedLaserEncoder(encoder.Architecture, encoder.Weights);
        Assert.Equal((bidirectional ? 2 : 1) * hiddenSize, encoder.Architecture.OutputSize);
        foreach (var (sentence, vector) in sentences.Zip(packed.Embed(sentences, 2, default)))
            Assert.Equal(plain.Embed(sentence), vector.Select(value => (double)value), (left, right) => Math.Abs(left - right) < 1e-5);
    }

    [Fact]
    public void A_vector_does_not_depend_on_the_other_sentences_or_on_the_threads()
    {
        var packed = new PackedLaserEncoder(s_encoder.Architecture, s_encoder.Weights);
        // The first fills more than a group of its own.
        int[][] sentences = [[.. Enumerable.Range(0, 1500).Select(i => i % s_files.VocabularySize)], .. RandomSentences(200, s_files.VocabularySize)];
        var together = packed.Embed(sentences, 1, default);
        Assert.Equal(together, packed.Embed(sentences, 7, default));
        for (int i = 0; i < sentences.Length; i += 10)
            Assert.Equal([together[i]], packed.Embed([sentences[i]], 3, default));
    }

    [Fact]
    public void Words_become_units_and_the_end_of_the_sentence()
    {
        int Id(string unit) => s_files.Dictionary.Single(entry => entry.Unit == unit).Id;
        var expected = new PlainLaser(s_files).Embed([Id("abab@@"), Id("cd"), Id("e"), 3, Id(","), Id("ab@@"), Id("a"), End]);
        var vector = Assert.Single(s_encoder.Embed(["ABABcd e x, aba"], s_whole));
        Assert.Equal(expected, vector.Select(value => (double)value), (left, right) => Math.Abs(left - right) < 1e-5);
    }

    [Fact]
    public void A_document_is_the_mean_of_its_sentences()
    {
        var parts = s_encoder.Embed(["ab.", ".", "cd , e .", "a"], s_whole);
        var mean = Enumerable.Range(0, s_encoder.Architecture.OutputSize).Select(unit => parts.Average(part => part[unit]));
        var document = Assert.Single(s_encoder.Embed(["AB. . Cd, e. A"]));
        Assert.Equal(mean, document, (left, right) => Math.Abs(left - right) < 1e-6f);
        Assert.NotEqual(document, s_encoder.Embed(["AB. . Cd, e. A"], s_whole)[0]);
        Assert.Equal(s_encoder.Embed(["ab cd."]), s_encoder.Embed(["ab cd."], s_whole));
    }

    [Fact]
    public void An_empty_text_is_the_end_of_a_sentence()
    {
        var expected = new PlainLaser(s_files).Embed([End]);
        foreach (var vector in s_encoder.Embed(["", " \t\u200B\n"]))
            Assert.Equal(expected, vector.Select(value => (double)value), (left, right) => Math.Abs(left - right) < 1e-5);
        Assert.Empty(s_encoder.Embed([]));
    }

    [Fact]
    public void What_is_longer_than_the_longest_sentence_is_cut()
    {
        string text = string.Join(' ', Enumerable.Repeat("e", LaserTokenizer.LongestSentence + 5));
        var parts = s_encoder.Embed([string.Join(' ', Enumerable.Repeat("e", LaserTokenizer.LongestSentence - 1)), "e e e e e e"], s_whole);
        var expected = parts[0].Zip(parts[1], (left, right) => (left + right) / 2);
        Assert.Equal(expected, s_encoder.Embed([text])[0], (left, right) => Math.Abs(left - right) < 1e-6f);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Assert.Contains("Language", Assert.Throws<ArgumentException>(() => s_encoder.Embed(["a"], new LaserOptions { Language = "german" })).Message);
        Assert.Equal("threadCount", Assert.Throws<ArgumentOutOfRangeException>(() => s_encoder.Embed(["a"], threadCount: 0)).ParamName);
        Assert.Equal("texts", Assert.Throws<ArgumentException>(() => s_encoder.Embed(["a", null!])).ParamName);
        Assert.Throws<OperationCanceledException>(() => s_encoder.Embed(["a"], cancellationToken: new CancellationToken(canceled: true)));
    }

    private static int[][] RandomSentences(int count, int vocabularySize)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(_ => (int[])[.. Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(vocabularySize)), End])];
    }
}
