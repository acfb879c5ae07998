namespace Microsoft.ML.MultiFit.Tests;

public class LanguageModelScorerTests
{
    private static readonly LanguageModel Model = RandomModels.LanguageModel(RandomModels.Architecture with { VocabularySize = 401 }, seed: 5);

    private static readonly int[][] Documents = [.. new[] { 1, 2, 9, 300, 40 }.Select(length => RandomModels.Document(length, 401, length))];

    [Fact]
    public void Pools_all_tokens()
    {
        var pooled = new LanguageModelScorer(Model).Pool(Documents);
        for (int i = 0; i < Documents.Length; i++)
            ClassifierScorerTests.AssertClose(SlowForward.Pool(SlowForward.Encode(Model, Documents[i]), int.MaxValue), pooled[i], 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(null)]
    public void Perplexity_equals_the_formula(int? threadCount)
    {
        var perplexities = new LanguageModelScorer(Model).Perplexity(Documents, threadCount);
        Assert.True(float.IsNaN(perplexities[0]));
        for (int i = 1; i < Documents.Length; i++)
        {
            double expected = SlowForward.Perplexity(Model, Documents[i]);
            Assert.InRange(perplexities[i] / expected, 1 - 1e-5, 1 + 1e-5);
        }
    }

    [Fact]
    public void Documents_do_not_depend_on_each_other()
    {
        var scorer = new LanguageModelScorer(Model);
        Assert.Equal(Documents.Select(document => scorer.Pool([document])[0]), scorer.Pool(Documents));
        Assert.Equal(Documents.Select(document => scorer.Perplexity([document])[0]), scorer.Perplexity(Documents));
    }

    [Fact]
    public void A_backward_model_reads_a_text_as_a_forward_one_reads_its_pieces_turned_round()
    {
        var forward = RandomModels.LanguageModel(RandomModels.Architecture, seed: 5);
        var backward = new LanguageModel(
            forward.Architecture with { Direction = TextDirection.Backward }, forward.TextRules, forward.Vocabulary, forward.Weights);
        const string Text = "a0 b0 c0 d0 e1";
        var turned = forward.Encode(Text).Reverse().ToArray();
        Assert.Equal(turned, backward.Encode(Text));
        Assert.Equal("▁xxbos", forward.Vocabulary.Pieces[turned[^1]].Piece);
        Assert.Equal(new LanguageModelScorer(forward).Pool([turned]), new LanguageModelScorer(backward).Pool([backward.Encode(Text)]));
        Assert.Equal(new LanguageModelScorer(forward).Perplexity([turned]), new LanguageModelScorer(backward).Perplexity([backward.Encode(Text)]));
        Assert.NotEqual(new LanguageModelScorer(forward).Pool([forward.Encode(Text)]), new LanguageModelScorer(forward).Pool([turned]));
    }

    [Fact]
    public void Bad_documents_are_named()
    {
        var scorer = new LanguageModelScorer(Model);
        Assert.Contains("Document 0 ", Assert.Throws<ArgumentException>(() => scorer.Pool([[]])).Message);
        Assert.Contains("Document 0 ", Assert.Throws<ArgumentException>(() => scorer.Perplexity([[401]])).Message);
    }
}
