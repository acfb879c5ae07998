namespace Microsoft.ML.MultiFit;

/// <summary>The names of a LASER encoder's weights in our files, and those of torch in the published one. They are a file format: never change one.</summary>
internal static class LaserWeightNames
{
    public const string Embedding = "embedding.weight";
    public const string TorchEmbedding = "embed_tokens.weight";

    public static string Weight(int layer, TextDirection direction) => Name(layer, direction, "weight");

    public static string Recurrent(int layer, TextDirection direction) => Name(layer, direction, "recurrent_weight");

    /// <summary>The sum of the two that torch keeps.</summary>
    public static string Bias(int layer, TextDirection direction) => Name(layer, direction, "bias");

    /// <summary>Torch's name of a part: <c>weight_ih</c>, <c>weight_hh</c>, <c>bias_ih</c> or <c>bias_hh</c>.</summary>
    public static string Torch(string part, int layer, TextDirection direction) =>
        direction == TextDirection.Backward ? $"lstm.{part}_l{layer}_reverse" : $"lstm.{part}_l{layer}";

    private static string Name(int layer, TextDirection direction, string part) =>
        direction == TextDirection.Backward ? $"layers.{layer}.backward.{part}" : $"layers.{layer}.forward.{part}";
}
