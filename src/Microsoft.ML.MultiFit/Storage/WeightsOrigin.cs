namespace Microsoft.ML.MultiFit;

/// <summary>Which text weights have learned from, as a safetensors file may say it in its <c>__metadata__</c>.</summary>
/// <param name="TextRules">What was done to the text; null if the file does not say it.</param>
/// <param name="Direction">The order in which it was read; null if the file does not say it.</param>
internal sealed record WeightsOrigin(TextRules? TextRules, TextDirection? Direction)
{
    private const string TextRulesName = "multifit.text_rules";
    private const string DirectionName = "multifit.direction";

    /// <summary>Takes what there is; names of other programs are passed over.</summary>
    /// <exception cref="InvalidDataException">What it says is damaged.</exception>
    public static WeightsOrigin Of(IReadOnlyDictionary<string, string> metadata)
    {
        var rules = metadata.TryGetValue(TextRulesName, out var text) ? ModelDescription.Parse<TextRules>(TextRulesName, text) : null;
        return rules?.Problems().FirstOrDefault() is { } problem
            ? throw new InvalidDataException($"'{TextRulesName}' is damaged: {problem}")
            : new WeightsOrigin(rules, metadata.TryGetValue(DirectionName, out var direction) ? ModelDescription.Parse<TextDirection>(DirectionName, $"\"{direction}\"") : null);
    }

    /// <summary>The same as texts by name.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToMetadata()
    {
        if (Direction is { } direction)
            yield return new(DirectionName, ModelDescription.Text(direction).Trim('"'));
        if (TextRules is not null)
            yield return new(TextRulesName, ModelDescription.Text(TextRules));
    }
}
