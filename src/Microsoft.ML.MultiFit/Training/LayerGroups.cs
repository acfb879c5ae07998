using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit;

/// <summary>The parameters that share a learning rate, first layer to last (method file, section 7.1).</summary>
internal static class LayerGroups
{
    /// <summary>[layer 0], …, [layer n], [embedding and decoder]: the embedding is the decoder's matrix, so it learns with it.</summary>
    public static IReadOnlyList<IReadOnlyList<Parameter>> Of(LanguageModelModule module) =>
        [.. Layers(module.Encoder), [module.Encoder.EmbeddingWeight, .. module.Decoder.Parameters]];

    /// <summary>[embedding], [layer 0], …, [layer n], [head].</summary>
    public static IReadOnlyList<IReadOnlyList<Parameter>> Of(TextClassifierModule module) =>
        [[module.Encoder.EmbeddingWeight], .. Layers(module.Encoder), [.. module.Head.parameters()]];

    /// <summary>Lets the last groups learn and no other: no gradient is computed for those.</summary>
    public static void Unfreeze(IReadOnlyList<IReadOnlyList<Parameter>> groups, int lastCount)
    {
        for (int group = 0; group < groups.Count; group++)
        {
            foreach (var parameter in groups[group])
                parameter.requires_grad = group >= groups.Count - lastCount;
        }
    }

    private static IEnumerable<IReadOnlyList<Parameter>> Layers(RecurrentEncoder encoder) =>
        encoder.Layers.Select(layer => (IReadOnlyList<Parameter>)[.. layer.parameters()]);
}
