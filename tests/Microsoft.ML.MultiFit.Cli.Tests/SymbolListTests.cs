namespace MultiFit.Cli.Tests;

public sealed class SymbolListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a", "a")]
    [InlineData("<sep>,▁xxmaj,b c", "<sep>|▁xxmaj|b c")]
    [InlineData("a,,b", "a||b")]
    [InlineData("\",\",\"\"\"\",x", ",|\"|x")]
    [InlineData("\"a\"b,c", "a|c")]
    [InlineData("\"a,b", "a,b")]
    public void Commas_separate_and_quotation_marks_protect(string list, string symbols) => Assert.Equal(symbols.Split('|'), SymbolList.Split(list));

    [Fact]
    public void A_list_comes_before_a_file() => Assert.Equal(["x", "y", "z,z"], SymbolList.Read("x", _folder.Write("symbols", "y\n\nz,z\n")));

    [Fact]
    public void Nothing_gives_nothing() => Assert.Empty(SymbolList.Read(null, null));
}
