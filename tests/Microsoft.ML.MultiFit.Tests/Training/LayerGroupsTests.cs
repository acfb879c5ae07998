namespace Microsoft.ML.MultiFit.Tests;

[Collection(nameof(TorchCollection))]
public class LayerGroupsTests
{
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
