namespace Microsoft.ML.MultiFit;

/// <summary>What is done to a text before it is cut into pieces (stub).</summary>
public sealed record TextRules
{
    /// <summary>The text as the vocabulary's trainer and the tokenizer see it, starting with <c>xxbos</c>.</summary>
    public string Apply(string text) => throw new NotImplementedException(text);
}
