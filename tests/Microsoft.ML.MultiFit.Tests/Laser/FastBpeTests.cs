using System.Text;

namespace Microsoft.ML.MultiFit.Tests;

public class FastBpeTests
{
    private static readonly string[] s_everything = ["a@@", "b@@", "c@@", "a", "b", "c", "ab@@", "abc", "bc", "aa@@", "aa", "ö@@", "x"];

    // Worked by hand: the pair learned first is merged first, everywhere, from left to right; then the next.
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("ab", "a@@ b")]
    [InlineData("aba", "ab@@ a")]
    [InlineData("abc", "abc")]
    [InlineData("bc", "bc")]
    [InlineData("aaa", "aa@@ a")]
    [InlineData("aaaa", "aa@@ a@@ a")]
    [InlineData("aaaaa", "aa@@ aa@@ a")]
    [InlineData("abbc", "ab@@ bc")]
    [InlineData("öx", "ö@@ x")]
    [InlineData("😀é", "😀@@ é")]
    public void Merges_in_the_order_of_learning(string word, string expected) =>
        Assert.Equal(expected, Encode(Read("a b 9\nb c</w> 8\na a 7\nab c</w> 6\n", s_everything), word));

    [Fact]
    public void A_unit_outside_the_vocabulary_is_split_back_along_its_merges()
    {
        const string Codes = "a b 9\nab c 8\nd e</w> 7\nabc de</w> 6\nabc ab 5\n";
        Assert.Equal("abcde", Encode(Read(Codes, "abcde"), "abcde"));
        Assert.Equal("abc@@ de", Encode(Read(Codes, "abc@@", "de"), "abcde"));
        Assert.Equal("ab@@ c@@ de", Encode(Read(Codes, "ab@@", "c@@", "de"), "abcde"));
        Assert.Equal("a@@ b@@ c@@ de", Encode(Read(Codes, "a@@", "b@@", "c@@", "de"), "abcde"));
        // Characters stay whether the vocabulary has them or not.
        Assert.Equal("a@@ b@@ c@@ d@@ e", Encode(Read(Codes, "z"), "abcde"));
        // Inside a word and at its end a unit is another one.
        Assert.Equal("a@@ b@@ c@@ de", Encode(Read(Codes, "abc", "de"), "abcde"));
        Assert.Equal("abc@@ d@@ e", Encode(Read(Codes, "abc@@", "de@@"), "abcde"));
    }

    [Fact]
    public void A_rank_that_arises_in_a_round_waits_for_the_next()
    {
        // Codes that no program learns: merging the first "b c" makes the pair "bc b" of a lower rank, but the other "b c" comes first.
        Assert.Equal("bc@@ bc@@ x", Encode(Read("bc b 3\nb c 2\n", "bc@@", "bcb@@", "c@@", "x"), "bcbcx"));
    }

    [Fact]
    public void Gives_what_the_plain_loop_gives()
    {
        var random = new Random(5);
        for (int trial = 0; trial < 300; trial++)
        {
            var codes = RandomCodes(random);
            var vocabulary = codes.Where(_ => random.Next(2) == 0).Select(code => Unit(code.Left + code.Right)).Append("z").Distinct().ToArray();
            var bpe = Read(string.Concat(codes.Select((code, i) => $"{code.Left} {code.Right} {99 - i}\n")), vocabulary);
            for (int i = 0; i < 20; i++)
            {
                string word = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => (char)('a' + random.Next(3))));
                Assert.Equal(PlainEncode(codes, [.. vocabulary], word), Encode(bpe, word));
            }
        }
    }

    [Fact]
    public void Long_words_take_no_longer_than_their_length_allows()
    {
        // A scan of the whole word per merge would take minutes.
        var bpe = Read("a a 9\naa aa 8\naaaa aaaa 7\n", "aaaaaaaa@@", "a");
        Assert.Equal(25_001, Encode(bpe, new string('a', 200_001)).Split(' ').Length);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("a b\n", "line 1 has 2 fields, 3 were expected")]
    [InlineData("a b 9\na b c 9\n", "line 2 has 4 fields")]
    [InlineData("a b 9\na c x\n", "line 2 ends with 'x'")]
    [InlineData("a bc 9\nab c 8\n", "line 2 makes the unit 'abc'")]
    public void Damaged_codes_are_refused_by_file_and_line(string codes, string reason)
    {
        var message = Assert.Throws<InvalidDataException>(() => Read(codes, "a")).Message;
        Assert.StartsWith("'codes' cannot be imported: ", message);
        Assert.Contains(reason, message);
    }

    [Fact]
    public void Damaged_vocabularies_and_foreign_files_are_refused()
    {
        string Refused(byte[] vocabulary) =>
            Assert.Throws<InvalidDataException>(() => FastBpe.Read(Content("codes", Encoding.UTF8.GetBytes(LaserFiles.Codes)), Content("units", vocabulary))).Message;
        Assert.Contains("'units' cannot be imported: the unit 'a' is there twice", Refused("a 1\nb 2\na 3\n"u8.ToArray()));
        Assert.Contains("not UTF-8", Refused([(byte)'a', 0xFF, (byte)'\n']));
        Assert.Contains("line 1 is longer", Refused(new byte[100_000]));
        Assert.Contains("fields", Refused("PK\u0003\u0004"u8.ToArray()));
    }

    [Fact]
    public void Written_files_are_read_again()
    {
        var bpe = Read(LaserFiles.Codes, "ab@@", "cd");
        using var codes = new MemoryStream();
        bpe.WriteCodes(codes);
        Assert.Equal(LaserFiles.Codes, Encoding.UTF8.GetString(codes.ToArray()));
        using var vocabulary = new MemoryStream();
        bpe.WriteVocabulary(vocabulary);
        Assert.Equal("ab@@ 5\ncd 5\n", Encoding.UTF8.GetString(vocabulary.ToArray()));
    }

    private static NamedContent Content(string name, byte[] bytes) => new(name, () => new MemoryStream(bytes));

    private static FastBpe Read(string codes, params string[] vocabulary) => FastBpe.Read(
        Content("codes", Encoding.UTF8.GetBytes(codes)), Content("units", Encoding.UTF8.GetBytes(string.Concat(vocabulary.Select(unit => $"{unit} 5\n")))));

    private static string Encode(FastBpe bpe, string word)
    {
        var units = new List<string>();
        bpe.Encode(word, units);
        return string.Join(' ', units);
    }

    // Pairs as they are learned: of characters and earlier units.
    private static List<(string Left, string Right)> RandomCodes(Random random)
    {
        var units = new List<string> { "a", "b", "c", "a</w>", "b</w>", "c</w>" };
        var codes = new List<(string Left, string Right)>();
        for (int i = 0; i < 12; i++)
        {
            var (left, right) = (units[random.Next(units.Count)], units[random.Next(units.Count)]);
            if (left.EndsWith('>') || units.Contains(left + right))
                continue;
            units.Add(left + right);
            codes.Add((left, right));
        }

        codes.Add(("z", "z"));
        return codes;
    }

    private static string Unit(string merged) => merged.EndsWith('>') ? merged[..^4] : merged + "@@";

    /// <summary>Looks for the best pair, merges it everywhere, and begins again.</summary>
    private static string PlainEncode(List<(string Left, string Right)> codes, HashSet<string> vocabulary, string word)
    {
        List<string> units = [.. word[..^1].Select(c => $"{c}"), $"{word[^1]}</w>"];
        foreach (var (left, right) in codes)
        {
            for (int i = 0; i + 1 < units.Count; i++)
            {
                if (units[i] != left || units[i + 1] != right)
                    continue;
                units[i] = left + right;
                units.RemoveAt(i + 1);
            }
        }

        for (int i = 0; i < units.Count;)
        {
            int code = codes.FindIndex(code => code.Left + code.Right == units[i]);
            if (vocabulary.Contains(Unit(units[i])) || code < 0)
            {
                units[i] = Unit(units[i]);
                i++;
                continue;
            }

            units[i] = codes[code].Left;
            units.Insert(i + 1, codes[code].Right);
        }

        return string.Join(' ', units);
    }
}
