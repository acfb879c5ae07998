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
        Assert.Same(module.Decoder.Parameters.Single(), groups[3][1]);
    }

    [Fact]
    public void A_decoder_of_its_own_learns_with_the_embedding()
    {
        using var module = new LanguageModelModule(PlainModel.Tiny with { TiedDecoder = false }, 1, DropoutRates.None, new DropoutMasks(0));
        Assert.Equal([module.Encoder.EmbeddingWeight, .. module.Decoder.Parameters], LayerGroups.Of(module)[3]);
        Assert.Equal(2, module.Decoder.Parameters.Count);
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
