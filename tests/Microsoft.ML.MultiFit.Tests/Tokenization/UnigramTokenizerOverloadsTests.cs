using System.Reflection;
using Microsoft.ML.Tokenizers;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Every member that code written for any ML.NET tokenizer may call.</summary>
public class UnigramTokenizerOverloadsTests
{
    private const BindingFlags AllOfInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly string[] s_texts =
        ["abba ab", "aüb", "ü", "üü 中😀a", "😀", "", "  ", "a\uD83Da", "\uDE00ba\uD83D", "\uD83D", "½ ﬁ ab", "a\0b", "xxmaj ab xxpad"];

    [Fact]
    public void Every_member_of_the_class_is_the_tokenizers_own()
    {
        var inherited = typeof(UnigramTokenizer).GetMethods(AllOfInstance).Where(method => method.IsVirtual && method.DeclaringType == typeof(Tokenizer));
        // Text is cut by the vocabulary alone: there is nothing to cut before.
        Assert.Equal(["get_PreTokenizer"], inherited.Select(method => method.Name));
        Assert.Null(Small().PreTokenizer);
        Assert.Equal("▁a▁b", Small().Normalizer!.Normalize(" a  b "));
    }

    [Theory]
    [InlineData(0, "", 0)]
    [InlineData(-1, "", 0)]
    [InlineData(1, "5", 3)]
    [InlineData(2, "5 8", 5)]
    [InlineData(3, "5 8 5", 8)]
    [InlineData(9, "5 8 5", 8)]
    public void Ids_up_to_a_limit(int limit, string expected, int expectedChars)
    {
        var tokenizer = Small();
        Assert.Equal(expected, string.Join(' ', tokenizer.EncodeToIds("abba ab", limit, out string? normalized, out int consumed)));
        Assert.Equal(("▁abba▁ab", expectedChars), (normalized, consumed));
        Assert.Equal(expected, string.Join(' ', tokenizer.EncodeToIds("abba ab".AsSpan(), limit, out normalized, out consumed)));
        Assert.Equal(("▁abba▁ab", expectedChars), (normalized, consumed));
    }

    // a is 4 6, ü is C3 BC, whose pieces are 9 + C3 and 9 + BC.
    [Theory]
    [InlineData(2, "4 6", 2)]
    [InlineData(3, "4 6", 2)]
    [InlineData(4, "4 6 204 197", 3)]
    [InlineData(5, "4 6 204 197 7", 4)]
    public void A_limit_never_splits_a_character_that_is_spelled_in_bytes(int limit, string expected, int expectedChars)
    {
        var tokenizer = Bytes();
        Assert.Equal(expected, string.Join(' ', tokenizer.EncodeToIds("aüb", limit, out string? normalized, out int consumed)));
        Assert.Equal(("▁aüb", expectedChars), (normalized, consumed));
        int index = tokenizer.GetIndexByTokenCount("aüb", limit, out normalized, out int count);
        Assert.Equal(("▁aüb", expectedChars, expected.Split(' ').Length), (normalized, index, count));
    }

    [Theory]
    [InlineData(0, 4, 0)]
    [InlineData(1, 3, 1)]
    [InlineData(2, 3, 1)]
    [InlineData(3, 2, 3)]
    [InlineData(4, 1, 4)]
    [InlineData(5, 0, 5)]
    [InlineData(int.MaxValue, 0, 5)]
    public void A_limit_from_the_end_never_splits_one_either(int limit, int expectedIndex, int expectedCount)
    {
        int index = Bytes().GetIndexByTokenCountFromEnd("aüb", limit, out string? normalized, out int count);
        Assert.Equal(("▁aüb", expectedIndex, expectedCount), (normalized, index, count));
    }

    [Fact]
    public void Every_limit_agrees_with_counting_the_tokens_one_by_one()
    {
        foreach (var tokenizer in (UnigramTokenizer[])[Small(), Bytes()])
        {
            foreach (string text in s_texts)
            {
                var tokens = tokenizer.EncodeToTokens(text, out string? normalized);
                for (int limit = -1; limit <= tokens.Count + 1; limit++)
                    CompareLimit(tokenizer, text, tokens, normalized!, limit);
            }
        }
    }

    [Fact]
    public void Strings_and_spans_give_the_same_with_and_without_normalization()
    {
        foreach (var tokenizer in (UnigramTokenizer[])[Small(), Bytes()])
        {
            foreach (string text in s_texts)
            {
                foreach (bool normalizes in (bool[])[true, false])
                {
                    // There is no cutting beforehand, so asking for it changes nothing.
                    foreach (bool cutsBefore in (bool[])[true, false])
                        CompareOverloads(tokenizer, text, cutsBefore, normalizes);
                }
            }
        }

        Assert.Equal([6, 8], Small().EncodeToIds("aba", considerNormalization: false));
        Assert.Equal([5, 6], Small().EncodeToIds("aba", considerNormalization: true));
        // Without normalization a lone surrogate is U+FFFD, and indices are those of the text.
        Assert.Equal([6, 3, 6], Small().EncodeToIds("a\uD83Da", 9, out string? kept, out int consumed, considerNormalization: false));
        Assert.Equal(("a\uFFFDa", 3), (kept, consumed));
    }

    [Fact]
    public void Without_a_limit_the_ids_come_alone()
    {
        Assert.Equal([5, 8, 5], Small().EncodeToIds(" abba  ab", int.MaxValue, out string? normalized, out int consumed));
        Assert.Equal((null, " abba  ab".Length), (normalized, consumed));
    }

    [Fact]
    public void Null_is_an_empty_text()
    {
        var tokenizer = Small();
        string text = null!;
        Assert.Empty(tokenizer.EncodeToIds(text));
        Assert.Empty(tokenizer.EncodeToIds(text, 5, out string? normalized, out int consumed));
        Assert.Equal(("", 0), (normalized, consumed));
        Assert.Empty(tokenizer.EncodeToTokens(text, out normalized));
        Assert.Equal("", normalized);
        Assert.Equal(0, tokenizer.CountTokens(text));
        Assert.Equal(0, tokenizer.GetIndexByTokenCount(text, 5, out normalized, out int count));
        Assert.Equal(("", 0), (normalized, count));
        Assert.Equal(0, tokenizer.GetIndexByTokenCountFromEnd(text, 5, out normalized, out count));
        Assert.Equal(("", 0), (normalized, count));
        Assert.Throws<ArgumentNullException>(() => tokenizer.Decode(null!));
        Assert.Throws<ArgumentNullException>(() => tokenizer.Decode(null!, default, out _, out _));
        Assert.Throws<ArgumentNullException>(() => tokenizer.Normalizer!.Normalize(null!));
    }

    private static UnigramTokenizer Small() => new(SmallVocabulary.Create());

    private static UnigramTokenizer Bytes() => new(SmallVocabulary.WithBytes());

    /// <summary>The plain way: tokens are dropped at one end until few enough are left, those of one character together.</summary>
    private static void CompareLimit(UnigramTokenizer tokenizer, string text, IReadOnlyList<EncodedToken> tokens, string normalized, int limit)
    {
        var characters = tokens.GroupBy(token => token.Offset).Select(group => group.ToArray()).ToList();
        var (first, last) = (characters.ToList(), characters.ToList());
        while (first.Sum(character => character.Length) > Math.Max(limit, 0))
            first.RemoveAt(first.Count - 1);
        while (last.Sum(character => character.Length) > Math.Max(limit, 0))
            last.RemoveAt(0);
        int firstEnd = first.Count == 0 ? 0 : first[^1][0].Offset.End.Value;
        int lastStart = last.Count == 0 ? normalized.Length : last[0][0].Offset.Start.Value;

        var firstIds = first.SelectMany(character => character).Select(token => token.Id);
        Assert.Equal(firstIds, tokenizer.EncodeToIds(text, limit, out string? said, out int consumed));
        Assert.Equal((normalized, firstEnd), (said, consumed));
        Assert.Equal(firstEnd, tokenizer.GetIndexByTokenCount(text, limit, out said, out int count));
        Assert.Equal((normalized, first.Sum(character => character.Length)), (said, count));
        Assert.Equal(lastStart, tokenizer.GetIndexByTokenCountFromEnd(text, limit, out said, out count));
        Assert.Equal((normalized, last.Sum(character => character.Length)), (said, count));
    }

    private static void CompareOverloads(UnigramTokenizer tokenizer, string text, bool cutsBefore, bool normalizes)
    {
        var tokens = tokenizer.EncodeToTokens(text, out string? normalized, cutsBefore, normalizes);
        Assert.Equal(tokens, tokenizer.EncodeToTokens(text.AsSpan(), out string? said, cutsBefore, normalizes));
        Assert.Equal(normalized, said);
        Assert.All(tokens, token => Assert.InRange(token.Offset.End.Value, token.Offset.Start.Value + 1, normalized!.Length));
        var ids = tokens.Select(token => token.Id);
        Assert.Equal(ids, tokenizer.EncodeToIds(text, cutsBefore, normalizes));
        Assert.Equal(ids, tokenizer.EncodeToIds(text.AsSpan(), cutsBefore, normalizes));
        Assert.Equal(tokens.Count, tokenizer.CountTokens(text, cutsBefore, normalizes));
        Assert.Equal(tokens.Count, tokenizer.CountTokens(text.AsSpan(), cutsBefore, normalizes));
        foreach (int limit in (int[])[0, 1, 2, tokens.Count, int.MaxValue])
        {
            Assert.Equal(
                tokenizer.EncodeToIds(text, limit, out said, out int consumed, cutsBefore, normalizes),
                tokenizer.EncodeToIds(text.AsSpan(), limit, out string? same, out int sameConsumed, cutsBefore, normalizes));
            Assert.Equal((said, consumed), (same, sameConsumed));
            Assert.Equal(limit == int.MaxValue ? null : normalized, said);
            int index = tokenizer.GetIndexByTokenCount(text, limit, out said, out int count, cutsBefore, normalizes);
            Assert.Equal(index, tokenizer.GetIndexByTokenCount(text.AsSpan(), limit, out same, out int sameCount, cutsBefore, normalizes));
            Assert.Equal((said, count), (same, sameCount));
            index = tokenizer.GetIndexByTokenCountFromEnd(text, limit, out said, out count, cutsBefore, normalizes);
            Assert.Equal(index, tokenizer.GetIndexByTokenCountFromEnd(text.AsSpan(), limit, out same, out sameCount, cutsBefore, normalizes));
            Assert.Equal((said, count), (same, sameCount));
            Assert.Equal(normalized, said);
        }
    }
}
