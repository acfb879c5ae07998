using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit;

/// <summary>The parameters that share a learning rate, first layer to last (method file, section 7.1).</summary>
internal static class LayerGroups
{
    /// <summary>[QRNN 0], …, [QRNN n], [embedding and decoder]: the embedding is the decoder's matrix, so it learns with it.</summary>
    public static IReadOnlyList<IReadOnlyList<Parameter>> Of(LanguageModelModule module) =>
        [.. Layers(module.Encoder), [module.Encoder.EmbeddingWeight, module.Decoder.Bias]];

    /// <summary>[embedding], [QRNN 0], …, [QRNN n], [head].</summary>
    public static IReadOnlyList<IReadOnlyList<Parameter>> Of(TextClassifierModule module) =>
        [[module.Encoder.EmbeddingWeight], .. Layers(module.Encoder), [.. module.Head.parameters()]];

    /// <summary>The highest rate of every group, in geometric steps from the lowest to the highest (discriminative fine-tuning).</summary>
    /// <param name="lowest">Of the first group; null: the same for all.</param>
    /// <param name="highest">Of the last group.</param>
    /// <param name="groupCount">Groups.</param>
    public static double[] Rates(double? lowest, double highest, int groupCount) =>
        [.. Enumerable.Range(0, groupCount).Select(group =>
            lowest is { } first && groupCount > 1 ? first * Math.Pow(highest / first, (double)group / (groupCount - 1)) : highest)];

    private static IEnumerable<IReadOnlyList<Parameter>> Layers(QrnnEncoder encoder) =>
        encoder.Layers.Select(layer => (IReadOnlyList<Parameter>)[.. layer.parameters()]);
}
