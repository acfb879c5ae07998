namespace Microsoft.ML.MultiFit;

/// <summary>What the files of an imported model do not say themselves.</summary>
public sealed record FastaiImportOptions
{
    /// <summary>
    /// Language of the model, an ISO 639 code such as <c>de</c>. Null takes it from the description or from a folder or archive named like
    /// <c>de_multifit_paper_version</c>, else <c>en</c>. Default null.
    /// </summary>
    public string? Language { get; init; }

    /// <summary>
    /// What is done to a text before it is cut into pieces. Null follows the vocabulary: symbols without U+2581 (<c>xxbos</c>) mean a model of the paper, which
    /// learned with <see cref="TextRules.Paper"/>; symbols with it (<c>▁xxbos</c>) mean the authors' later code, whose Moses keeps Chinese characters together.
    /// Default null.
    /// </summary>
    public TextRules? TextRules { get; init; }

    /// <summary>The order in which the model has learned to read; no file says it. Default forward.</summary>
    public TextDirection Direction { get; init; }

    /// <summary>Of a classifier's documents only the last that many tokens are pooled; at least 1. Default 1,400 (fastai's 20 · 70).</summary>
    public int MaxLength { get; init; } = 1_400;

    internal IEnumerable<string> Problems()
    {
        if (MaxLength < 1)
            yield return $"{nameof(MaxLength)} must be at least 1, but is {MaxLength}.";
        if (!Enum.IsDefined(Direction))
            yield return $"{nameof(Direction)} must be {nameof(TextDirection.Forward)} or {nameof(TextDirection.Backward)}, but is {Direction}.";
        foreach (string problem in new TextRules { Language = Language ?? "en" }.Problems().Concat(TextRules?.Problems() ?? []))
            yield return problem;
    }
}
