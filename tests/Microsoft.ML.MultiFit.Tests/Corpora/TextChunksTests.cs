using System.Text;

namespace Microsoft.ML.MultiFit.Tests;

public class TextChunksTests
{
    [Theory]
    [InlineData("", 4, "")]
    [InlineData("abcd", 4, "abcd")]
    [InlineData("ab cd ef", 5, "ab cd| ef")]
    [InlineData("ab cd ef", 6, "ab cd| ef")]
    [InlineData("ab cd ef", 4, "ab| cd| ef")]
    [InlineData("abcdefghij", 4, "abcd|efgh|ij")]
    [InlineData("ab cdefghij kl", 5, "ab| cdef|ghij| kl")]
    [InlineData("      ", 4, "    |  ")]
    [InlineData("a\tb\u3000c\nd", 6, "a\tb|\u3000c\nd")]
    public void Long_texts_are_cut_in_front_of_white_space(string text, int maxBytes, string expected) =>
        Assert.Equal(expected.Split('|'), TextChunks.Cut([text], maxBytes));

    [Fact]
    public void Characters_stay_whole()
    {
        Assert.Equal(["中文", "文字", "字"], TextChunks.Cut(["中文文字字"], 8));
        Assert.Equal(["😀", "😀é", "😀x"], TextChunks.Cut(["😀😀é😀x"], 6));
        // What is half a character counts as the three bytes that stand for it.
        Assert.Equal(["\uD83D\uD83D", "\uD83D"], TextChunks.Cut(["\uD83D\uD83D\uD83D"], 6));
    }

    [Fact]
    public void Chunks_fit_and_are_the_whole_text()
    {
        var random = new Random(1);
        string[] parts = ["a", "bc", " ", "  ", "é", "中", "😀", "\n", "\u3000", "\uDC00", "word"];
        for (int round = 0; round < 2000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => parts[random.Next(parts.Length)]));
            int maxBytes = random.Next(4, 24);
            string[] chunks = [.. TextChunks.Cut([text], maxBytes)];
            Assert.Equal(text, string.Concat(chunks));
            Assert.All(chunks, chunk => Assert.InRange(Encoding.UTF8.GetByteCount(chunk), text.Length == 0 ? 0 : 1, maxBytes));
            Assert.Equal(chunks.Length == 1, Encoding.UTF8.GetByteCount(text) <= maxBytes);
        }
    }

    [Fact]
    public void Texts_keep_their_order_and_a_limit_too_small_is_refused()
    {
        Assert.Equal(["x", "ab", " cd", "", "y"], TextChunks.Cut(["x", "ab cd", "", "y"], 4));
        Assert.Equal("maxBytes", Assert.Throws<ArgumentOutOfRangeException>(() => TextChunks.Cut([], 3)).ParamName);
    }
}
