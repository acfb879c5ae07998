namespace Microsoft.ML.MultiFit;

/// <summary>
/// The five dropouts of AWD-LSTM as MultiFiT places them, and zoneout. The defaults are the authors' (their paper runs use ULMFiT's language-model set with
/// permuted roles in every stage); a stage multiplies them all.
/// </summary>
public sealed record DropoutRates
{
    /// <summary>Whole rows of the embedding matrix. Default 0.02.</summary>
    public double Embedding { get; init; } = 0.02;

    /// <summary>Features after the embedding, one mask per sample for all steps. Default 0.2.</summary>
    public double Input { get; init; } = 0.2;

    /// <summary>Elements of each QRNN layer's weight matrix, or of each LSTM layer's hidden-to-hidden matrix. Default 0.15.</summary>
    public double Weight { get; init; } = 0.15;

    /// <summary>Features between layers, one mask per sample for all steps. Default 0.1.</summary>
    public double Hidden { get; init; } = 0.1;

    /// <summary>Before the decoder (one mask per sample), or before the head's first linear layer (element-wise). Default 0.25.</summary>
    public double Output { get; init; } = 0.25;

    /// <summary>
    /// Zoneout (Bradbury et al. 2017, section 2.1): elements of a QRNN layer's cell that keep their value at a step, each step by a mask of its own;
    /// nothing is scaled, in training or after. Does nothing in an LSTM. Default 0, as in the authors' models.
    /// </summary>
    public double Zoneout { get; init; }

    /// <summary>
    /// ULMFiT's language-model set in the roles it was made for (fastai 0.7 and since 1.0.5x): embedding 0.02, input 0.25, weight 0.2, hidden 0.15, output 0.1.
    /// The defaults above are the same numbers as fastai 1.0.47 assigned them.
    /// </summary>
    public static DropoutRates Ulmfit { get; } = new() { Embedding = 0.02, Input = 0.25, Weight = 0.2, Hidden = 0.15, Output = 0.1 };

    /// <summary>ULMFiT's set for classifiers: embedding 0.05, input 0.4, weight 0.5, hidden 0.3, output 0.4. MultiFiT does not use it.</summary>
    public static DropoutRates UlmfitClassifier { get; } = new() { Embedding = 0.05, Input = 0.4, Weight = 0.5, Hidden = 0.3, Output = 0.4 };

    /// <summary>The classifier's set of fastai 1.0.47: embedding 0.1, input 0.6, weight 0.5, hidden 0.2, output 0.4. MultiFiT does not use it.</summary>
    public static DropoutRates FastaiClassifier { get; } = new() { Embedding = 0.1, Input = 0.6, Weight = 0.5, Hidden = 0.2, Output = 0.4 };

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
        Zoneout = Zoneout * factor,
    };

    internal IEnumerable<string> Problems()
    {
        foreach (var (name, rate) in new[]
        {
            (nameof(Embedding), Embedding), (nameof(Input), Input), (nameof(Weight), Weight), (nameof(Hidden), Hidden), (nameof(Output), Output),
            (nameof(Zoneout), Zoneout),
        })
        {
            if (!(rate >= 0 && rate < 1))
                yield return $"{name} dropout must be in [0, 1), but is {rate.ToString(System.Globalization.CultureInfo.InvariantCulture)}.";
        }
    }
}
