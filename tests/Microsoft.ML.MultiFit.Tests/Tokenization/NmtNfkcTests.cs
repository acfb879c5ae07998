using System.Text;
using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

public class NmtNfkcTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("ﬁ", "fi")]
    [InlineData("Ａ", "A")]
    [InlineData("e\u0301", "é")]
    [InlineData("o\u0323\u0302", "ộ")]
    [InlineData("\u1112\u1161\u11ab", "한")]
    [InlineData("ｶ\uFF9E", "ガ")]
    [InlineData("\u3000", " ")]
    [InlineData("\t", " ")]
    [InlineData("\u200b", " ")]
    [InlineData("\u0001", "")]
    [InlineData("\uFFFD", " ")]
    [InlineData("½", "1⁄2")]
    public void Sequences_become_their_compositions(string text, string expected)
    {
        Assert.Equal(text.Length, CharactersMatched(NmtNfkc.Map, text, out string replacement));
        Assert.Equal(expected, replacement);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("～")]
    [InlineData("\u200d")]
    [InlineData("é")]
    [InlineData("😀")]
    [InlineData("\0")]
    public void Other_characters_have_no_rule(string text) => Assert.Equal(0, CharactersMatched(NmtNfkc.Map, text, out _));

    [Fact]
    public void Rules_are_those_of_googles_models()
    {
        if (SharedFiles.Find("data/sentencepiece/ref_fr_unigram_8000.model", output) is not { } path)
            return;
        var theirs = SentencePieceModel.Load(path).CharacterMap;
        var ours = NmtNfkc.Map;
        var differing = new List<string>();
        foreach (string key in NmtNfkc.Rules().Keys.Concat(Enumerable.Range(1, 0x10FFFF).Where(Rune.IsValid).Select(char.ConvertFromUtf32)))
        {
            int ourLength = CharactersMatched(ours, key, out string our);
            int theirLength = CharactersMatched(theirs, key, out string their);
            if (ourLength != theirLength || our != their)
                differing.Add(key);
        }

        // Their Unicode is older: what was assigned since then has rules here alone.
        int[] newer = [0xA7F2, 0xA7F3, 0xA7F4, .. Enumerable.Range(0x10780, 0x3B), .. Enumerable.Range(0x1E030, 0x3E)];
        Assert.All(differing, key => Assert.Contains(key.EnumerateRunes().First().Value, newer));
    }

    [Fact]
    public void Stored_form_reads_back()
    {
        var copy = CharacterMap.Read(NmtNfkc.Map.ToBytes(), "copy");
        foreach (var (key, expected) in NmtNfkc.Rules())
        {
            if (CharactersMatched(copy, key, out string replacement) != key.Length || replacement != expected)
                Assert.Fail($"'{key}' should become '{expected}', but becomes '{replacement}'.");
        }

        Assert.Equal(NmtNfkc.Map.ToBytes(), copy.ToBytes());
        Assert.True(copy.ToBytes().Length < 300_000);
    }

    private static int CharactersMatched(CharacterMap map, string text, out string replacement)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        int length = map.Match(utf8, out var bytes);
        replacement = Encoding.UTF8.GetString(bytes);
        return Encoding.UTF8.GetCharCount(utf8.AsSpan(0, length));
    }
}
