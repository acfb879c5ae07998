using System.Text;

namespace Microsoft.ML.MultiFit.Tests;

public class PunctuationNormalizerTests
{
    [Theory]
    // Brackets have a space outside and none inside, but none before closing punctuation.
    [InlineData("en", "a(b)c ( d ) . e", "a (b) c (d). e")]
    [InlineData("en", "x   y : z ; 5 % 7%", "x y: z; 5% 7%")]
    [InlineData("en", "„a“ ”b” `c' ''d''", "\"a\" \"b\" 'c' \" d \" ")]
    [InlineData("en", "1–2 — 3—4 … ´", "1-2 - 3 - 4 ... '")]
    // An apostrophe only between letters of ASCII; of three in a row the second has none left on its left.
    [InlineData("en", "don’t l‘a l’été a’b’c ‘x’ ‚y‘", "don't l'a l\"été a'b\"c \"x\" \"y\"")]
    [InlineData("fr", "il\u00A0«\u00A0dit\u00A0»\u00A0: «ici»\u00A0! 5\u00A0% nº\u00A05 20\u00A0ºC 3\u00A0cm, oui\u00A0? non\u00A0; si,\u00A0non", "il \"dit\" : \"ici\"! 5% nº 5 20 ºC 3 cm, oui? non; si, non")]
    [InlineData("en", "\"a\", \"b\".. \"c\",. d", "\"a,\" \"b..\" \"c,.\" d")]
    [InlineData("de", "\"a,\" \"b.\" \"c..\"<d \"e.\"", "\"a\", \"b\". \"c..\"<d \"e\".")]
    [InlineData("cs", "\"a\", \"b,\" c.\"", "\"a\", \"b,\" c.\"")]
    [InlineData("en", "1\u00A0000\u00A0000 5\u00A06\u00A07", "1.000.000 5.6\u00A07")]
    [InlineData("fr", "1\u00A0000", "1,000")]
    [InlineData("en", "", "")]
    public void Rules_of_moses(string language, string line, string expected) => Assert.Equal(expected, PunctuationNormalizer.Normalize(line, language));

    [Fact]
    public void A_long_line_takes_time_in_proportion()
    {
        // What looks back over a run from each of its places would take hours.
        string line = new StringBuilder().Append('.', 2_000_000).Append('"', 1).Append(' ', 2_000_000).Append('(', 1_000_000).ToString();
        Assert.StartsWith("\"..", PunctuationNormalizer.Normalize(line, "de"));
        Assert.StartsWith("..", PunctuationNormalizer.Normalize(new string('.', 4_000_000), "de"));
    }
}
