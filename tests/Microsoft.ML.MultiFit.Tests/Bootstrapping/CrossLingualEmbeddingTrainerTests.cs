using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit.Tests;

public class CrossLingualEmbeddingTrainerTests
{
    [Fact]
    public void Unseen_sentences_are_nearest_to_their_translations()
    {
        var embedding = new CrossLingualEmbeddingTrainer(ToyLanguages.SmallOptions).Train(ToyLanguages.Pairs(600));
        var unseen = ToyLanguages.Pairs(60, seed: 9);
        var source = unseen.Select(pair => embedding.Embed(pair.Source)).ToList();
        var target = unseen.Select(pair => embedding.Embed(pair.Target)).ToList();
        Assert.All(source.Concat(target), vector => Assert.Equal(1, TensorPrimitives.Norm<float>(vector), 4));
        int right = Enumerable.Range(0, 60).Count(i => Enumerable.Range(0, 60).MaxBy(j => TensorPrimitives.Dot<float>(source[i], target[j])) == i);
        Assert.InRange(right, 55, 60);
    }

    [Fact]
    public void Equal_pairs_and_options_give_equal_vectors_whatever_the_threads()
    {
        var pairs = ToyLanguages.Pairs(200);
        var one = new CrossLingualEmbeddingTrainer(ToyLanguages.SmallOptions with { ThreadCount = 1 }).Train(pairs);
        var three = new CrossLingualEmbeddingTrainer(ToyLanguages.SmallOptions with { ThreadCount = 3 }).Train(pairs);
        Assert.Equal(one.Vectors.Values, three.Vectors.Values);
        Assert.NotEqual(one.Vectors.Values, new CrossLingualEmbeddingTrainer(ToyLanguages.SmallOptions with { Seed = 1 }).Train(pairs).Vectors.Values);
    }

    [Fact]
    public void A_text_without_known_pieces_is_all_zeros()
    {
        var embedding = new CrossLingualEmbeddingTrainer(ToyLanguages.SmallOptions).Train(ToyLanguages.Pairs(100));
        Assert.Equal(new float[embedding.Dimension], embedding.Embed(""));
        Assert.Equal(new float[embedding.Dimension], embedding.Embed("жжж"));
    }

    [Fact]
    public void Reports_both_stages()
    {
        var steps = new Steps();
        new CrossLingualEmbeddingTrainer(ToyLanguages.SmallOptions).Train(ToyLanguages.Pairs(100), steps);
        Assert.StartsWith("vocabulary", steps.Reports[0].Stage, StringComparison.Ordinal);
        Assert.Equal("alignment", steps.Reports[^1].Stage);
        var losses = steps.Reports.Where(report => report.Stage == "alignment").Select(report => report.Loss).ToList();
        Assert.Equal(5, losses.Count);
        Assert.Equal(losses.OrderDescending(), losses);
    }

    [Fact]
    public void Pairs_that_teach_nothing_are_passed_over_or_refused()
    {
        var pairs = ToyLanguages.Pairs(100);
        var trainer = new CrossLingualEmbeddingTrainer(ToyLanguages.SmallOptions);
        var withEmpty = trainer.Train(pairs.Concat([new("bada", " "), new("", "βω")]));
        Assert.Equal(trainer.Train(pairs).Vectors.Values, withEmpty.Vectors.Values);
        Assert.Contains("no sentence pair", Assert.Throws<InvalidDataException>(() => trainer.Train([new("bada", "")])).Message);
        var shortOnly = new CrossLingualEmbeddingTrainer(ToyLanguages.SmallOptions with { MaxSentenceLength = 1 });
        Assert.Contains("None of 100 sentence pairs has from 1 to 1 known pieces", Assert.Throws<InvalidDataException>(() => shortOnly.Train(pairs)).Message);
    }

    [Fact]
    public void Wrong_options_are_all_named_at_once()
    {
        var options = new CrossLingualEmbeddingOptions
        {
            Vocabulary = new() { VocabularySize = 1 },
            Dimension = 0,
            AlignmentIterations = 0,
            SvdIterations = 0,
            MaxSentenceLength = 0,
            ThreadCount = 0,
        };
        var message = Assert.Throws<ArgumentException>(() => new CrossLingualEmbeddingTrainer(options)).Message;
        foreach (var name in new[] { "VocabularySize", "Dimension", "AlignmentIterations", "SvdIterations", "MaxSentenceLength", "ThreadCount" })
            Assert.Contains(name, message);
    }
}
