namespace Microsoft.ML.MultiFit.Tests;

public class PieceRulesTests
{
    private static readonly UnigramTrainerOptions s_options = new() { UserDefinedSymbols = [], CharacterCoverage = 1, MaxPieceLength = 8 };

    private static bool IsPiece(string text, UnigramTrainerOptions options)
    {
        var corpus = Corpora.Of([text.Replace('▁', ' ') + "a▁a"], options);
        var rules = new PieceRules(corpus.Alphabet, options);
        ushort[] numbers = [.. text.EnumerateRunes().Select(rune => corpus.Alphabet.NumberOf(rune.Value))];
        return rules.MaxLength([.. numbers, UnigramAlphabet.SentenceEnd]) == numbers.Length && rules.AllowsSpaces(numbers);
    }

    // What the reference's rules say of each, by hand.
    [Theory]
    [InlineData("abc", true)]
    [InlineData("abcdefgh", true)]
    [InlineData("abcdefghi", false)]
    [InlineData("abж", false)]
    [InlineData("F1", false)]
    [InlineData("12,", true)]
    [InlineData("かカ漢ー", true)]
    [InlineData("漢a", false)]
    [InlineData("a\u0301b", true)]
    [InlineData("\u0301b", true)]
    [InlineData("▁ab", true)]
    [InlineData("▁", true)]
    [InlineData("ab▁", false)]
    [InlineData("a▁b", false)]
    [InlineData("▁▁", false)]
    public void By_default(string text, bool expected) => Assert.Equal(expected, IsPiece(text, s_options));

    [Fact]
    public void With_other_options()
    {
        Assert.True(IsPiece("abж", s_options with { SplitByScript = false }));
        Assert.True(IsPiece("F1x", s_options with { SplitByNumber = false }));
        Assert.True(IsPiece("a1ж", s_options with { SplitByNumber = false }));
        Assert.True(IsPiece("1", s_options with { SplitDigits = true }));
        Assert.False(IsPiece("12", s_options with { SplitDigits = true }));
        Assert.False(IsPiece(",1", s_options with { SplitDigits = true }));
        Assert.True(IsPiece("a▁b", s_options with { SplitByWhitespace = false }));
        Assert.True(IsPiece("▁a▁b", s_options with { SplitByWhitespace = false }));
        Assert.False(IsPiece("a▁", s_options with { SplitByWhitespace = false }));
        Assert.True(IsPiece("a▁", s_options with { TreatWhitespaceAsSuffix = true }));
        Assert.False(IsPiece("▁a", s_options with { TreatWhitespaceAsSuffix = true }));
        Assert.True(IsPiece("a▁b▁", s_options with { TreatWhitespaceAsSuffix = true, SplitByWhitespace = false }));
        Assert.False(IsPiece("▁b", s_options with { TreatWhitespaceAsSuffix = true, SplitByWhitespace = false }));
        Assert.True(IsPiece("▁▁", s_options with { AllowWhitespaceOnlyPieces = true }));
        Assert.False(IsPiece("▁▁a", s_options with { AllowWhitespaceOnlyPieces = true }));
    }
}
