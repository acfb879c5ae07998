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

    /// <summary>
    /// Takes over an LSTM layer by torch's names, its hidden-to-hidden matrix raw beside a <c>module</c> where dropout is applied to it. Torch has two biases that
    /// are only ever added.
    /// </summary>
    /// <param name="mapping">Where to.</param>
    /// <param name="prefix">What the layer's names begin with.</param>
    /// <param name="layer">Number of the layer.</param>
    /// <returns>False if there is no such layer.</returns>
    public static bool MapLstm(WeightMapping mapping, string prefix, int layer)
    {
        if (mapping.Find($"{prefix}weight_hh_l0_raw", $"{prefix}module.weight_hh_l0", $"{prefix}weight_hh_l0") is not { } recurrent)
            return false;
        string Part(string name) => mapping.Find($"{prefix}module.{name}") ?? prefix + name;
        if (mapping.Find(Part("weight_ih_l0_reverse"), Part("weight_ih_l1")) is { } other)
            throw new InvalidDataException($"The LSTM has '{other}': only layers of one direction, each of its own, can be read.");
        mapping.Take(WeightNames.LayerWeight(layer), Part("weight_ih_l0"));
        mapping.Take(WeightNames.LayerRecurrentWeight(layer), recurrent);
        mapping.Take(WeightNames.LayerBias(layer), Part("bias_ih_l0"), Part("bias_hh_l0"));
        mapping.Ignore($"{prefix}module.weight_hh_l0", RawReason);
        return true;
    }
}
