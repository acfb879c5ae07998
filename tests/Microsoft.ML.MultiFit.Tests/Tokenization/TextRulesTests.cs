using System.Text;
using System.Text.Json;

namespace Microsoft.ML.MultiFit.Tests;

public class TextRulesTests
{
    // The method reference's table: computed with the authors' rules and the Moses port of early 2019.
    [Theory]
    [InlineData("en", "He said \"Hello\", didn't he? AT&T rose 5,300.50 points.", "xxbos xxfld 1 xxmaj he said &' xxmaj hello &' , didn 't he ? xxup at && t rose 5,300.50 points .")]
    [InlineData("de", "Der DAX stieg um 3,5 % (z.B. bei BASF). „Gut“, sagte Hr. Müller.", "xxbos xxfld 1 xxmaj der xxup dax stieg um 3,5 % ( z.b. bei xxup basf ) . „ xxmaj gut “ , sagte xxmaj hr . xxmaj müller .")]
    [InlineData("fr", "L'eau n'est pas chère... n'est-ce pas ?", "xxbos xxfld 1 xxup l' eau n' est pas chère ... n' est-ce pas ?")]
    [InlineData("ru", "МОСКВА, 20 июн (Рейтер) - Нацбанк Украины", "xxbos xxfld 1 xxup москва , 20 июн ( xxmaj рейтер ) - xxmaj нацбанк xxmaj украины")]
    [InlineData("ja", "中国は大きい国です。ABC123", "xxbos xxfld 1 中 国 は 大 きい 国 です 。 xxup abc123")]
    [InlineData("zh", "〔路透社台北14日電〕台灣", "xxbos xxfld 1 〔 路 透 社 台 北 14 日 電 〕 台 灣")]
    [InlineData("en", "a/b #tag <br />x&amp;y iPhone A I", "xxbos xxfld 1 a / b # tag < br / > x && amp ; y iphone a i")]
    public void Paper_rules_give_the_authors_result(string language, string text, string expected) => Assert.Equal(expected, TextRules.Paper(language).Apply(text));

    [Fact]
    public void Paper_rules_mark_fields_and_repetitions() => Assert.Equal(
        "xxbos xxfld 1 xxmaj titel xxfld 2 s xxrep 5 o gut ! ! ! ! ! xxwrep 4 ja ja",
        TextRules.Paper("de").Apply(["Titel", "Sooooo gut!!!!! ja ja ja ja ja"]));

    [Theory]
    [InlineData("en", "He said &quot;Hello\", didn't he? AT&amp;T<br />rose.", "xxbos xxfld 1 xxmaj he said \" xxmaj hello \" , didn 't he ? xxup at & t rose .")]
    [InlineData("zh", "台灣的路透社。ABC", "xxbos xxfld 1 台灣的路透社 。 xxup abc")]
    [InlineData("yo", "O\u0323\u0300ro\u0323\u0300 wa", "xxbos xxfld 1 xxmaj o\u0323\u0300ro\u0323\u0300 wa")]
    [InlineData("hi", "हिन्दी में।", "xxbos xxfld 1 हिन्दी में ।")]
    [InlineData("pt-BR", "O Sr. Silva pagou 3,50 etc. e saiu.", "xxbos xxfld 1 o xxmaj sr. xxmaj silva pagou 3,50 etc. e saiu .")]
    [InlineData("en", "See No. 7. No. It is 'his' 1990's dogs.'", "xxbos xxfld 1 xxmaj see xxmaj no. 7 . xxmaj no . xxmaj it is ' his ' 1990 's dogs . '")]
    public void Default_rules_avoid_the_authors_accidents(string language, string text, string expected) =>
        Assert.Equal(expected, new TextRules { Language = language }.Apply(text));

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n\u3000 ")]
    public void Text_without_words_leaves_the_marks(string text)
    {
        Assert.Equal("xxbos xxfld 1", new TextRules().Apply(text));
        Assert.Equal("xxbos xxfld 1", TextRules.Paper("de").Apply(text));
        Assert.Equal("xxbos", new TextRules { MarkFields = false, Moses = false, FastaiRules = false }.Apply(text));
    }

    [Fact]
    public void Rules_can_be_switched_off()
    {
        Assert.Equal("xxbos a Title text, here", new TextRules { MarkFields = false, Moses = false, FastaiRules = false }.Apply(["a Title", " text,\there "]));
        Assert.Equal("xxbos xxfld 1 xxup b, xxfld 2 (c)", new TextRules { Moses = false }.Apply(["B,", "(c)"]));
        Assert.Equal("xxbos xxfld 1 Ab , c", new TextRules { FastaiRules = false }.Apply("Ab,c"));
    }

    // Python's str.lower, isupper and islower gave the expected words.
    [Theory]
    [InlineData("İSTANBUL İzmir ışık I", "xxup i\u0307stanbul xxmaj i\u0307zmir ışık i")]
    [InlineData("ΟΔΥΣΣΕΥΣ Σίσυφος ΣΑΣ.", "xxup οδυσσευς xxmaj σίσυφος xxup σας.")]
    [InlineData("ΑΣΑ Σ ΑΣ'Α", "xxup ασα σ xxup ασ'α")]
    [InlineData("ǅ ǅungla STRAẞE Ⅳ ⅫⅣ ªB", "ǆ ǆungla xxup straße ⅳ xxup ⅻⅳ ªb")]
    [InlineData("𐐀𐐨𐐩 ﬃ O'Neill U.S. 3D iPhone", "xxmaj 𐐨𐐨𐐩 ﬃ o'neill xxup u.s. xxup 3d iphone")]
    public void Case_follows_unicode(string text, string expected) =>
        Assert.Equal("xxbos " + expected, new TextRules { Moses = false, MarkFields = false }.Apply(text));

    [Fact]
    public void Repetitions_count_all_occurrences()
    {
        var rules = new TextRules { Moses = false, MarkFields = false };
        Assert.Equal("xxbos xxrep 4 a aaa xxrep 5 😀", rules.Apply("aaaa aaa 😀😀😀😀😀"));
        Assert.Equal("xxbos no no no yes xxwrep 5 x .", rules.Apply("no no no yes x x x x x ."));
        Assert.Equal("xxbos xxwrep 4 oh, what", rules.Apply("oh, oh, oh, oh, what"));
    }

    [Fact]
    public void Long_texts_take_linear_time()
    {
        // Quadratic work on any of these would take minutes.
        foreach (string unit in (string[])["a", "a ", "ab.", "' ", "a'", "Σ'", ",1", "no no ", "..", "&", "é\u0301", "中"])
        {
            string text = string.Concat(Enumerable.Repeat(unit, 300_000 / unit.Length));
            Assert.StartsWith("xxbos xxfld 1 ", new TextRules().Apply(text), StringComparison.Ordinal);
            Assert.StartsWith("xxbos xxfld 1 ", TextRules.Paper("en").Apply(text), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Lone_surrogates_do_not_stop_it()
    {
        string prepared = new TextRules().Apply("a\uD83D b\uDE00 \uDE00\uD83D");
        Assert.Equal("xxbos xxfld 1 a \uFFFD b \uFFFD \uFFFD \uFFFD", prepared);
        Assert.Equal(prepared, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(prepared)));
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Assert.Throws<ArgumentNullException>(() => new TextRules().Apply((string)null!));
        Assert.Throws<ArgumentException>(() => new TextRules().Apply([]));
        Assert.Throws<ArgumentException>(() => new TextRules().Apply(["a", null!]));
        Assert.Contains("'german'", Assert.Throws<ArgumentException>(() => new TextRules { Language = "german" }.Apply("a")).Message);
    }

    [Fact]
    public void Json_keeps_every_rule_under_a_stable_name()
    {
        var rules = new TextRules { Moses = false, Language = "tr", FastaiRules = false, MarkFields = false, SplitHan = true, AuthorsQuirks = true };
        string json = JsonSerializer.Serialize(rules);
        Assert.Equal("""{"moses":false,"language":"tr","fastaiRules":false,"markFields":false,"splitHan":true,"authorsQuirks":true}""", json);
        Assert.Equal(rules, JsonSerializer.Deserialize<TextRules>(json));
        Assert.Equal(new TextRules(), JsonSerializer.Deserialize<TextRules>("{}"));
    }
}
