using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

public class NormalizationRulesTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => ["nfkc", "nmt_nfkc", "nfkc_cf", "nmt_nfkc_cf", "identity"];

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
        Assert.Equal(text.Length, CharactersMatched(NormalizationRules.NmtNfkc.Map, text, out string replacement));
        Assert.Equal(expected, replacement);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("～")]
    [InlineData("\u200d")]
    [InlineData("é")]
    [InlineData("😀")]
    [InlineData("\0")]
    public void Other_characters_have_no_rule(string text) => Assert.Equal(0, CharactersMatched(NormalizationRules.NmtNfkc.Map, text, out _));

    [Theory]
    [InlineData("nfkc", "\tＡß", "\tAß")]
    [InlineData("nmt_nfkc", "\tＡß～", " Aß～")]
    [InlineData("nfkc_cf", "\tＡẞ～Σİ𐐀E\u0301", "\taß~σİ𐐨é")]
    [InlineData("nmt_nfkc_cf", "\tＡ～", " a～")]
    [InlineData("identity", "\tＡ", "\tＡ")]
    public void Named_rules_do_what_their_names_say(string name, string text, string expected) => Assert.Equal(expected, Normalizer(name).Normalize(text));

    [Theory]
    [MemberData(nameof(Names))]
    public void Rules_are_googles(string name)
    {
        if (name == NormalizationRules.Identity.Name)
            return;
        if (ExternalTool.Run(output, "spm_normalize", "", $"--normalization_rule_name={name}", "--decompile") is not { } decompiled)
            return;
        var theirs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in decompiled.Split('\n'))
        {
            // The comments hold line feeds.
            string[] columns = line.Split('\t');
            if (columns.Length >= 2 && columns[0].Length > 0 && columns[0].All(letter => letter == ' ' || char.IsAsciiHexDigit(letter)))
                theirs[FromHexadecimal(columns[0])] = FromHexadecimal(columns[1]);
        }

        var ours = CompositionRules.Make(name.StartsWith("nmt", StringComparison.Ordinal), name.EndsWith("cf", StringComparison.Ordinal));
        Assert.Equal(theirs.Count, ours.Count);
        Assert.DoesNotContain(theirs, rule => ours.GetValueOrDefault(rule.Key) != rule.Value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_character_and_many_sequences_become_what_google_makes_of_them(string name)
    {
        // Many characters a line: none joins with the digits between them.
        var characters = Enumerable.Range(0, 0x110000).Where(code => code != '\n' && Rune.IsValid(code)).Chunk(64)
            .Select(codes => string.Join('7', codes.Select(char.ConvertFromUtf32)));
        string[] lines = [.. characters, .. Sequences(10_000)];
        if (ExternalTool.Run(output, "spm_normalize", string.Join('\n', lines) + "\n", $"--normalization_rule_name={name}", "--remove_extra_whitespaces=false") is not { } normalized)
            return;
        string[] expected = normalized[..^1].Split('\n');
        Assert.Equal(expected.Length, lines.Length);
        var normalizer = Normalizer(name);
        for (int i = 0; i < lines.Length; i++)
        {
            if (normalizer.Normalize(lines[i]) != expected[i])
                Assert.Fail($"{Hexadecimal(lines[i])} should become {Hexadecimal(expected[i])}, but becomes {Hexadecimal(normalizer.Normalize(lines[i]))}.");
        }
    }

    [Fact]
    public void Own_rules_do_what_google_makes_of_them()
    {
        string path = Path.GetTempFileName();
        try
        {
            var random = new Random(5);
            var file = new StringBuilder("0x61\t\n62\n63 63\t1F600 20 20\t# a comment\n");
            for (int i = 0; i < 500; i++)
                file.Append($"{Codes(random, 1)}\t{Codes(random, 0)}\n");
            File.WriteAllText(path, file.ToString());
            string[] lines = [.. Enumerable.Range(0, 5_000).Select(_ => string.Concat(Enumerable.Range(0, 12).Select(_ => (char)('a' + random.Next(8)))))];
            if (ExternalTool.Run(output, "spm_normalize", string.Join('\n', lines) + "\n", $"--normalization_rule_tsv={path}", "--remove_extra_whitespaces=false") is not { } expected)
                return;
            var rules = NormalizationRules.Load(path);
            Assert.Equal("user_defined", rules.Name);
            var normalizer = new TextNormalizer(SentencePieceNormalizerSpec.Of(rules));
            Assert.Equal(expected[..^1].Split('\n'), lines.Select(normalizer.Normalize));
        }
        finally
        {
            File.Delete(path);
        }

        static string Codes(Random random, int least) => string.Join(' ', Enumerable.Range(0, random.Next(least, 6)).Select(_ => (0x61 + random.Next(8)).ToString("X", CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("", "There is no normalisation rule")]
    [InlineData("61\t62\n\t63", "line 2: no code point stands before the tab")]
    [InlineData("61\t62\n\n# a", "line 3: '#' is not")]
    [InlineData("U+61\t62", "line 1: 'U+61' is not")]
    [InlineData("61\tD800", "'D800' is not")]
    [InlineData("61\t110000", "'110000' is not")]
    [InlineData("61\t62 0", "'0' is not")]
    public void Unreadable_rule_files_are_named(string content, string reason)
    {
        string message = Assert.Throws<InvalidDataException>(() => NormalizationRules.Read(new StringReader(content), "rules.tsv")).Message;
        Assert.StartsWith("rules.tsv", message, StringComparison.Ordinal);
        Assert.Contains(reason, message);
    }

    [Fact]
    public void Rules_that_cannot_be_stored_are_refused()
    {
        Assert.Contains("two rules for 'a'", Refused(new("a", ""), new("b", ""), new("a", "b")));
        Assert.Contains("sequence is empty", Refused(new KeyValuePair<string, string>("", "a")));
        Assert.Contains("U+0000", Refused(new KeyValuePair<string, string>("a\0", "a")));
        Assert.Contains("lone surrogate", Refused(new KeyValuePair<string, string>("a", "\uD800")));
        Assert.Contains("too long", Refused(new KeyValuePair<string, string>(new string('a', 1025), "a")));
        Assert.Contains("too long", Refused(new KeyValuePair<string, string>("a", new string('a', 4097))));
        Assert.Contains("more than 31", Refused([.. Enumerable.Range(1, 32).Select(length => KeyValuePair.Create(new string('a', length), "b"))]));
        Assert.NotNull(new NormalizationRules(Enumerable.Range(1, 31).Select(length => KeyValuePair.Create(new string('a', length), "b"))).Map);
        Assert.Contains("nfkc_cf", Assert.Throws<ArgumentException>(() => NormalizationRules.Named("nfd")).Message);

        static string Refused(params KeyValuePair<string, string>[] rules) => Assert.Throws<ArgumentException>(() => new NormalizationRules(rules)).Message;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Stored_form_reads_back(string name)
    {
        byte[] stored = NormalizationRules.Named(name).Map.ToBytes();
        var copy = CharacterMap.Read(stored, "copy");
        Assert.Equal(stored, copy.ToBytes());
        Assert.True(stored.Length < 300_000);
        Assert.Equal(name == "identity" ? 0 : 1, CharactersMatched(copy, "Ａ", out _));
    }

    private static TextNormalizer Normalizer(string name) => new(SentencePieceNormalizerSpec.Of(NormalizationRules.Named(name)));

    /// <summary>Letters and marks that rules begin, go on and end with, in any order.</summary>
    private static IEnumerable<string> Sequences(int count)
    {
        string[] parts = [.. CompositionRules.Make(nmt: true, foldCase: true).Keys.SelectMany(key => key.EnumerateRunes()).Where(rune => rune.Value != '\n').Distinct().Select(rune => rune.ToString())];
        int marks = Array.IndexOf(parts, "\u0300");
        var random = new Random(7);
        for (int i = 0; i < count; i++)
            yield return string.Concat(Enumerable.Range(0, 8).Select(_ => parts[random.Next(2) == 0 ? random.Next(parts.Length) : Math.Min(marks + random.Next(60), parts.Length - 1)]));
    }

    private static string FromHexadecimal(string codes) =>
        string.Concat(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(code => char.ConvertFromUtf32(int.Parse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))));

    private static string Hexadecimal(string text) => $"[{string.Join(' ', text.EnumerateRunes().Select(rune => rune.Value.ToString("X", CultureInfo.InvariantCulture)))}]";

    private static int CharactersMatched(CharacterMap map, string text, out string replacement)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        int length = map.Match(utf8, out var bytes);
        replacement = Encoding.UTF8.GetString(bytes);
        return Encoding.UTF8.GetCharCount(utf8.AsSpan(0, length));
    }
}
