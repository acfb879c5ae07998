using System.Text;

namespace Microsoft.ML.MultiFit.Tests;

public class TextNormalizerTests
{
    private const string Symbol = "<ﬁ>";

    private static readonly Dictionary<string, string> s_rules = CompositionRules.Make(nmt: true, foldCase: false);

    private static TextNormalizer Normalizer(bool dummyPrefix = true, bool trim = true, bool escape = true, bool suffix = false) => new(
        new SentencePieceNormalizerSpec { AddDummyPrefix = dummyPrefix, RemoveExtraWhitespaces = trim, EscapeWhitespaces = escape },
        NormalizationRules.NmtNfkc.Map,
        [Symbol],
        suffix);

    [Theory]
    // Each byte of the normalised text, with the character it comes from; the end last.
    [InlineData("ab", "▁ab", new[] { 0, 0, 0, 0, 1, 2 })]
    [InlineData("  a  b ", "▁a▁b", new[] { 2, 2, 2, 2, 3, 3, 3, 5, 6 })]
    [InlineData("ﬁx", "▁fix", new[] { 0, 0, 0, 0, 0, 1, 2 })]
    [InlineData("e\u0301!", "▁é!", new[] { 0, 0, 0, 0, 0, 2, 3 })]
    [InlineData("😀a", "▁😀a", new[] { 0, 0, 0, 0, 0, 0, 0, 2, 3 })]
    [InlineData("\u0001a\u200bb\u0002", "▁a▁b", new[] { 0, 0, 0, 1, 2, 2, 2, 3, 5 })]
    [InlineData("<ﬁ>ﬁ", "▁<ﬁ>fi", new[] { 0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 4 })]
    [InlineData("a\uD83D", "▁a", new[] { 0, 0, 0, 0, 1 })]
    [InlineData(" \t ", "", new[] { 3 })]
    [InlineData("", "", new[] { 0 })]
    public void Every_byte_knows_its_origin(string text, string expected, int[] origins)
    {
        using var normalized = Normalizer().NormalizeWithOrigins(text);
        Assert.Equal(expected, Encoding.UTF8.GetString(normalized.Utf8));
        Assert.Equal(origins, normalized.Origins.ToArray());
    }

    [Fact]
    public void Parts_of_the_original_are_found()
    {
        using var normalized = Normalizer().NormalizeWithOrigins("½ 😀");
        // ▁1⁄2▁😀: the fraction is one character, the emoji two.
        Assert.Equal(0..1, normalized.OriginOf(0, 8));
        Assert.Equal(1..2, normalized.OriginOf(8, 3));
        Assert.Equal(2..4, normalized.OriginOf(11, 4));
        Assert.Equal(0..0, normalized.OriginOf(0, 3));
    }

    [Fact]
    public void Any_text_and_options_are_normalised_as_by_a_plain_loop()
    {
        string[] parts = ["a", "Ａ", "ﬁ", "e\u0301", "\u0301", "😀", " ", "  ", "\u3000", "\u200b", "\u0001", Symbol, "<", "가", "\u1112\u1161\u11ab", "\uD83D", "\uDE00", "\u2581", "¨"];
        var random = new Random(3);
        for (int i = 0; i < 4_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => parts[random.Next(parts.Length)]));
            var (dummyPrefix, trim, escape, suffix) = ((i & 1) == 0, (i & 2) == 0, (i & 4) == 0, (i & 8) != 0);
            var (expected, origins) = Normalize(text, dummyPrefix, trim, escape, suffix);
            var normalizer = Normalizer(dummyPrefix, trim, escape, suffix);
            using var normalized = normalizer.NormalizeWithOrigins(text);
            Assert.Equal(expected, Encoding.UTF8.GetString(normalized.Utf8));
            Assert.Equal(expected, normalizer.Normalize(text));
            // Of the plain loop's characters, each in as many bytes as it has.
            var bytes = new List<int>();
            for (int j = 0; j < expected.Length; j++)
                bytes.AddRange(Enumerable.Repeat(origins[j], char.IsHighSurrogate(expected[j]) ? 4 : char.IsLowSurrogate(expected[j]) ? 0 : Encoding.UTF8.GetByteCount(expected, j, 1)));
            Assert.Equal([.. bytes, origins[^1]], normalized.Origins.ToArray());
        }
    }

    [Fact]
    public void Origins_take_rented_memory_only()
    {
        var normalizer = Normalizer();
        string text = string.Concat(Enumerable.Repeat("ﬁne e\u0301 😀 ", 500));
        // What is rented is sometimes new: when it is rented first, and after the garbage collector took it. Most of the time it is not.
        long least = long.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            normalizer.NormalizeWithOrigins(text).Dispose();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    /// <summary>The same over strings and a dictionary, one character after the other.</summary>
    private static (string Text, List<int> Origins) Normalize(string text, bool dummyPrefix, bool trim, bool escape, bool suffix)
    {
        var parts = new List<(string Text, int Origin)>();
        for (int i = 0; i < text.Length;)
        {
            int length = text.AsSpan(i).StartsWith(Symbol) ? Symbol.Length : 0;
            string part = Symbol;
            for (int tried = Math.Min(8, text.Length - i); tried > 0 && length == 0; tried--)
            {
                if (s_rules.TryGetValue(text.Substring(i, tried), out string? replacement))
                    (length, part) = (tried, replacement);
            }

            if (length == 0)
            {
                length = i + 1 < text.Length && char.IsSurrogatePair(text, i) ? 2 : 1;
                part = char.IsSurrogate(text[i]) && length == 1 ? " " : text.Substring(i, length);
            }

            parts.Add((part, i));
            i += length;
        }

        while (trim && parts.Count > 0 && parts[0].Text == " ")
            parts.RemoveAt(0);
        var characters = parts.SelectMany(part => part.Text.Select(character => (Character: character, part.Origin))).ToList();
        if (trim)
            characters = [.. characters.Where((entry, i) => entry.Character != ' ' || (i > 0 && characters[i - 1].Character != ' '))];
        // Put in before spaces are dropped at the end, so that a text of nothing else stays empty.
        if (dummyPrefix && !suffix && parts.Count > 0)
            characters.Insert(0, (' ', parts[0].Origin));
        int end = text.Length;
        while (trim && characters.Count > 0 && characters[^1].Character == ' ')
        {
            end = characters[^1].Origin;
            characters.RemoveAt(characters.Count - 1);
        }

        if (dummyPrefix && suffix && parts.Count > 0)
            characters.Add((' ', end));
        return (new string([.. characters.Select(entry => escape && entry.Character == ' ' ? '\u2581' : entry.Character)]), [.. characters.Select(entry => entry.Origin), end]);
    }
}
