namespace Microsoft.ML.MultiFit;

/// <summary>Which pages of a MediaWiki dump become documents, and what of a page is kept. Defaults are those of the MultiFiT authors' corpora.</summary>
public sealed record WikiDumpOptions
{
    // One list for all, so that records with the default compare equal.
    private static readonly IReadOnlyList<int> s_articles = [0];

    /// <summary>Numbers of the namespaces to read. Default 0 alone, the articles.</summary>
    public IReadOnlyList<int> Namespaces { get; init; } = s_articles;

    /// <summary>
    /// Shortest article that is kept, in tokens of <see cref="CorpusSplit.CountTokens"/>, at least 0; the heading is not counted. Default 100
    /// (the authors').
    /// </summary>
    public int MinimumTokenCount { get; init; } = 100;

    /// <summary>Whether the title is an article's first line, between <c>=</c>, as the authors write it. Default true.</summary>
    public bool TitleAsHeading { get; init; } = true;

    /// <summary>Whether the headings of sections that have text are lines of their own. Default true.</summary>
    public bool SectionHeadings { get; init; } = true;

    /// <summary>Whether the items of lists are lines of their own. Default true; the authors' extractor drops them.</summary>
    public bool Lists { get; init; } = true;

    /// <summary>Language for counting tokens, an ISO 639 code; null for the one the dump names. Default null.</summary>
    public string? Language { get; init; }

    internal IEnumerable<string> Problems()
    {
        if (Namespaces is null || Namespaces.Count == 0)
            yield return $"{nameof(Namespaces)} must name at least one namespace.";
        if (MinimumTokenCount < 0)
            yield return $"{nameof(MinimumTokenCount)} must be at least 0, but is {MinimumTokenCount}.";
        foreach (var problem in Language is null ? [] : new TextRules { Language = Language }.Problems())
            yield return problem;
    }
}
