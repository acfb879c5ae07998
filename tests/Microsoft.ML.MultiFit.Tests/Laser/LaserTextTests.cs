namespace Microsoft.ML.MultiFit.Tests;

public class LaserTextTests
{
    // Worked by hand from the rules of Moses 4.0.
    [Theory]
    [InlineData("en", "He said “Hello”, didn’t he?", "he said \" hello , \" didn 't he ?")]
    [InlineData("de", "Er sagte: „Gut“, und ging um 3,5 % (z.B. bei BASF).", "er sagte : \" gut \" , und ging um 3,5 % ( z.b. bei basf ) .")]
    [InlineData("fr", "L'eau « n'est » pas chère… n'est-ce pas ?", "l' eau \" n' est \" pas chère ... n' est-ce pas ?")]
    [InlineData("ga", "D'ól sé an t-uisce", "d' ól sé an t-uisce")]
    [InlineData("ru", "МОСКВА — столица; 20 июн.", "москва - столица ; 20 июн .")]
    [InlineData("en", "AT&amp;T &lt;b&gt; &quot;x&quot; &#91;1&#93;", "at & t < b > \" x \" [ 1 ]")]
    [InlineData("en", "&amp;lt; stays", "& lt ; stays")]
    [InlineData("en", "a\u00ADb\u200Bc\u0000d\ne\tf\uE000g", "a b c d e f g")]
    [InlineData("hi", "हिन्दी में।", "हिन ् दी में ।")]
    [InlineData("en", "It is 5 p.m. Dr. Who and No. 7 vs. all etc.", "it is 5 p.m. dr. who and no. 7 vs. all etc .")]
    [InlineData("zh", "我们 喜欢 读书 。", "我们 喜欢 读书 。")]
    [InlineData("el", "Η Αθήνα είναι η πρωτεύουσα. ΘΕΣΣΑΛΟΝΊΚΗ Μπύρα", "i athina einai i proteyousa . thessalonίki byra")]
    public void Words_of_a_text(string language, string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', new LaserText(new LaserOptions { Language = language }).Words(text)));

    [Fact]
    public void Entities_stay_if_asked_to() =>
        Assert.Equal("at & amp ; t", string.Join(' ', new LaserText(new LaserOptions { DecodeEntities = false }).Words("AT&amp;T")));
}
