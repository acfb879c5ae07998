using System.Text;

namespace Microsoft.ML.MultiFit.Tests;

public class UnigramWordsTests
{
    private static readonly UnigramTrainerOptions s_options = new() { UserDefinedSymbols = ["▁xx", "~"] };

    private static string[] Words(string sentence, UnigramTrainerOptions options)
    {
        var counts = Corpora.Words([sentence], options).Counts;
        return [.. counts.Sorted().SelectMany(i => Enumerable.Repeat(Encoding.UTF8.GetString(counts[i]).Replace('\0', '$').Replace('\t', '!'), (int)counts.CountOf(i)))];
    }

    [Fact]
    public void Words_are_counted_with_what_follows()
    {
        Assert.Equal(["▁ab$", "▁ab▁", "▁ab▁", "▁c▁"], Words("ab c ab ab", s_options).Order(StringComparer.Ordinal));
        Assert.Equal(["c!", "▁ab!", "▁d$"], Words("ab xx~c~ d", s_options).Order(StringComparer.Ordinal));
        Assert.Equal(["▁ab▁c$"], Words("ab c", s_options with { SplitByWhitespace = false }));
        Assert.Equal(["ab▁c", "c▁$"], Words("ab c", s_options with { TreatWhitespaceAsSuffix = true }));
    }

    [Fact]
    public void Symbols_are_counted_apart() => Assert.Equal(3, Corpora.Words(["ab xx~", "~"], s_options).SymbolCount);

    [Fact]
    public void Sentences_too_long_or_with_the_reserved_character_are_passed_over()
    {
        var options = s_options with { MaxSentenceBytes = 10 };
        string[] sentences = ["", "abcdefghij", "abcdefghijk", "äöüäöü", "a\u2585"];
        Assert.Equal(["abcdefghij"], SentenceSample.Take(sentences, options, default));
        Assert.Contains("raise MaxSentenceBytes", Assert.Throws<ArgumentException>(() => SentenceSample.Take(sentences[2..4], options, default).Count()).Message);
    }

    [Fact]
    public void Errors_of_the_source_arrive_as_they_are()
    {
        static IEnumerable<string> Failing()
        {
            yield return "a";
            throw new IOException("the disc is gone");
        }

        Assert.Equal("the disc is gone", Assert.Throws<IOException>(() => Corpora.Words(Failing(), s_options)).Message);
    }

    [Fact]
    public void Byte_strings_are_counted_as_by_a_dictionary()
    {
        var random = new Random(1);
        string[] all = [.. Enumerable.Range(0, 30_000).Select(_ => string.Concat(Enumerable.Repeat("ä", random.Next(4))) + random.Next(5000))];
        var counts = new ByteStringCounts();
        var second = new ByteStringCounts();
        foreach (string text in all)
            (random.Next(2) == 0 ? counts : second).Add(Encoding.UTF8.GetBytes(text), 2);
        counts.Add(second);
        var expected = all.CountBy(text => text).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, 2L * entry.Value));
        Assert.Equal(expected, counts.Sorted().Select(i => (Encoding.UTF8.GetString(counts[i]), counts.CountOf(i))));
    }

    [Fact]
    public void The_generator_is_the_standard_one()
    {
        // The C++ standard, [rand.predef]: the 10,000th number of the default seed.
        var random = new MersenneTwister(5489);
        for (int i = 1; i < 10_000; i++)
            random.Next();
        Assert.Equal(4123659995u, random.Next());
        int[] counts = new int[6];
        for (int i = 0; i < 60_000; i++)
            counts[random.Below(6)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }
}
