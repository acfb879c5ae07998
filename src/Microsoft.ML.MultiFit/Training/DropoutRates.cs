namespace Microsoft.ML.MultiFit;

/// <summary>
/// The five dropouts of AWD-LSTM as MultiFiT places them. The defaults are the authors' (their paper runs use ULMFiT's language-model set with
/// permuted roles in every stage); a stage multiplies them all.
/// </summary>
public sealed record DropoutRates
{
    /// <summary>Whole rows of the embedding matrix. Default 0.02.</summary>
    public double Embedding { get; init; } = 0.02;

    /// <summary>Features after the embedding, one mask per sample for all steps. Default 0.2.</summary>
    public double Input { get; init; } = 0.2;

    /// <summary>Elements of each layer's weight matrix. Default 0.15.</summary>
    public double Weight { get; init; } = 0.15;

    /// <summary>Features between layers, one mask per sample for all steps. Default 0.1.</summary>
    public double Hidden { get; init; } = 0.1;

    /// <summary>Before the decoder (one mask per sample), or before the head's first linear layer (element-wise). Default 0.25.</summary>
    public double Output { get; init; } = 0.25;

    /// <summary>No dropout at all.</summary>
    public static DropoutRates None { get; } = new() { Embedding = 0, Input = 0, Weight = 0, Hidden = 0, Output = 0 };

    /// <summary>Every rate times a factor.</summary>
    public DropoutRates Times(double factor) => new()
    {
        Embedding = Embedding * factor,
        Input = Input * factor,
        Weight = Weight * factor,
        Hidden = Hidden * factor,
        Output = Output * factor,
    };

    internal IEnumerable<string> Problems()
    {
        foreach (var (name, rate) in new[] { (nameof(Embedding), Embedding), (nameof(Input), Input), (nameof(Weight), Weight), (nameof(Hidden), Hidden), (nameof(Output), Output) })
        {
            if (!(rate >= 0 && rate < 1))
                yield return $"{name} dropout must be in [0, 1), but is {rate.ToString(System.Globalization.CultureInfo.InvariantCulture)}.";
        }
    }
}
