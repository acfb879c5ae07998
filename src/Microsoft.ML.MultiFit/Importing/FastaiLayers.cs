namespace Microsoft.ML.MultiFit;

/// <summary>The recurrent layers by fastai's names. Row blocks and columns are already in this library's order.</summary>
internal static class FastaiLayers
{
    private const string RawReason = "a copy that dropout may have changed";

    /// <summary>
    /// Takes over a QRNN layer: <c>linear</c>, with <c>layers.0.</c> before it in fastai 1.0.50 and later, inside a <c>module</c> where dropout is applied to
    /// its weight.
    /// </summary>
    /// <param name="mapping">Where to.</param>
    /// <param name="prefix">What the layer's names begin with.</param>
    /// <param name="layer">Number of the layer.</param>
    /// <returns>False if there is no such layer.</returns>
    public static bool MapQrnn(WeightMapping mapping, string prefix, int layer)
    {
        string[] styles = [prefix + "linear.", prefix + "layers.0.linear."];
        // The module's own copy may be one that dropout has thinned out: the raw one is the trained weight.
        if ((mapping.Find(styles.Select(style => style + "weight_raw"))
            ?? mapping.Find(styles.Select(style => style + "module.weight"))
            ?? mapping.Find(styles.Select(style => style + "weight"))) is not { } weight)
            return false;
        mapping.Take(WeightNames.LayerWeight(layer), weight);
        mapping.Take(
            WeightNames.LayerBias(layer),
            mapping.Find(styles.Select(style => style + "module.bias")) ?? mapping.Find(styles.Select(style => style + "bias")) ?? prefix + "linear.module.bias");
        foreach (string style in styles)
            mapping.Ignore(style + "module.weight", RawReason);
        return true;
    }
}
