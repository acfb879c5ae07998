namespace Microsoft.ML.MultiFit;

/// <summary>
/// How a vocabulary of whole words is learned: the most frequent ones, as ULMFiT does (method's word-level alternative "vf": words split by Moses,
/// fastai's rules, 60,000 tokens that occur twice or more).
/// </summary>
public sealed record WordVocabularyOptions
{
    /// <summary>Words in all, symbols included, at most; at least 20. Fewer words in the text give a smaller vocabulary. Default 60,000 (fastai).</summary>
    public int VocabularySize { get; init; } = 60_000;

    /// <summary>How often a word must occur, at least 1. Default 2 (fastai).</summary>
    public int MinCount { get; init; } = 2;

    /// <summary>
    /// Words with ids of their own, from 0 on; the first stands for every unknown word. Default the nine that <see cref="TextRules"/> writes, <c>xxunk</c> first.
    /// </summary>
    public IReadOnlyList<string> Symbols { get; init; } = UnigramTrainerOptions.TextRuleSymbols;

    /// <summary>Characters of a word, at most, 1 to 200; longer ones stay unknown. Default 100.</summary>
    public int MaxWordLength { get; init; } = 100;

    /// <summary>
    /// Distinct words that are counted at a time, at least 1,000; it bounds the memory. When there are more, the rarest are forgotten, so that a word
    /// which comes back later counts from zero again. Default 4,000,000.
    /// </summary>
    public int MaxDistinctWords { get; init; } = 4_000_000;

    internal IEnumerable<string> Problems()
    {
        if (VocabularySize < 20)
            yield return $"{nameof(VocabularySize)} must be at least 20, but is {VocabularySize}.";
        if (MinCount < 1)
            yield return $"{nameof(MinCount)} must be at least 1, but is {MinCount}.";
        if (Symbols is not { Count: > 0 } || Symbols.Any(symbol => symbol is not ['▁', _, ..]) || Symbols.Distinct(StringComparer.Ordinal).Count() < Symbols.Count)
            yield return $"{nameof(Symbols)} must be a list of different words that begin with U+2581, at least one.";
        else if (Symbols.Count >= VocabularySize)
            yield return $"{nameof(VocabularySize)} must leave room for words beside the {Symbols.Count} {nameof(Symbols)}, but is {VocabularySize}.";
        if (MaxWordLength is < 1 or > 200)
            yield return $"{nameof(MaxWordLength)} must be from 1 to 200, but is {MaxWordLength}.";
        if (MaxDistinctWords < 1_000)
            yield return $"{nameof(MaxDistinctWords)} must be at least 1,000, but is {MaxDistinctWords}.";
    }
}
