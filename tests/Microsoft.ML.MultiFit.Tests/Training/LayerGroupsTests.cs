namespace Microsoft.ML.MultiFit.Tests;

[Collection(nameof(TorchCollection))]
public class LayerGroupsTests
{
    [Fact]
    public void Rates_are_those_of_the_authors_classifier()
    {
        // Method file, section 7.2.
        double[] expected = [2.188e-4, 5.399e-4, 1.332e-3, 3.286e-3, 8.107e-3, 2.000e-2];
        var training = new ClassifierOptions().Training;
        var rates = LayerGroups.Rates(training.LowestLearningRate, training.LearningRate, 6);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], rates[i], expected[i] * 1e-3);
    }

    [Fact]
    public void Without_a_lowest_rate_all_are_alike() => Assert.Equal([3.0, 3, 3], LayerGroups.Rates(null, 3, 3));

    [Fact]
    public void The_language_model_trains_its_embedding_with_the_decoder()
    {
        using var module = new LanguageModelModule(PlainModel.Tiny, 1, DropoutRates.None, new DropoutMasks(0));
        var groups = LayerGroups.Of(module);
        Assert.Equal([2, 2, 2, 2], groups.Select(group => group.Count));
        Assert.Same(module.Encoder.EmbeddingWeight, groups[3][0]);
        Assert.Same(module.Decoder.Bias, groups[3][1]);
    }

    [Fact]
    public void The_classifier_has_the_embedding_first_and_the_head_last()
    {
        using var module = new TextClassifierModule(PlainModel.Tiny, 2, 1, new ClassifierOptions(), new DropoutMasks(0));
        var groups = LayerGroups.Of(module);
        Assert.Equal([1, 2, 2, 2, 8], groups.Select(group => group.Count));
        Assert.Same(module.Encoder.EmbeddingWeight, groups[0][0]);
        Assert.Equal(module.parameters().Count(), groups.Sum(group => group.Count));
    }
}
