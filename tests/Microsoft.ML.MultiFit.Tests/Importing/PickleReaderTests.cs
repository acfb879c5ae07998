using System.Numerics;

namespace Microsoft.ML.MultiFit.Tests;

public class PickleReaderTests
{
    // Written by Python 3.11: pickle.dumps(object, protocol).
    [Theory]
    [InlineData("80025D71002858010000006171014B014D2C014A000001004AFFFFFFFF88894E652E", "a|1|300|65536|-1|True|False|")]
    [InlineData("80034758050000006865C3A16C71002E", null)]
    [InlineData("80049519000000000000005D94288C0161944740044000000000008A050000000001652E", "a|2.53125|4294967296")]
    public void Plain_values(string hexadecimal, string? expected)
    {
        byte[] bytes = Convert.FromHexString(hexadecimal.Replace(" ", ""));
        if (expected is null)
            Assert.Throws<InvalidDataException>(() => PickleReader.ReadPlain(new MemoryStream(bytes)));
        else
            Assert.Equal(expected, string.Join('|', Assert.IsType<List<object?>>(PickleReader.ReadPlain(new MemoryStream(bytes))).Select(item => FormattableString.Invariant($"{item}"))));
    }

    [Fact]
    public void Tuples_dictionaries_and_long_numbers()
    {
        var read = (object?[])Plain(new PickleWriter().Ints(1, 2, 3, 4))!;
        Assert.Equal([1L, 2L, 3L, 4L], read);
        Assert.Empty((object?[])Plain(new PickleWriter().Ints())!);
        var dictionary = (PickleDictionary)Plain(new PickleWriter().Op('}').Put().Op('(').Text("b").Int(1).Int(5).Int(2).Text("a").Op('N').Op('u'))!;
        Assert.Equal([new("b", 1L), new("a", null)], dictionary.Entries);
        Assert.Equal(BigInteger.Parse("119547037146038801333356"), PickleReader.ReadPlain(new MemoryStream(Convert.FromHexString("80028A0A6CFC9C46F9206AA850192E"))));
    }

    [Fact]
    public void What_is_remembered_is_the_same_object()
    {
        var list = (List<object?>)Plain(new PickleWriter().Op(']').Put("list").Op('(').Get("list").Text("x", "x").Text("x", "x").Op('e'))!;
        Assert.Same(list, list[0]);
        Assert.Same(list[1], list[2]);
    }

    [Theory]
    [InlineData("posix", "system")]
    [InlineData("os", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("collections", "OrderedDict")]
    public void A_plain_pickle_may_name_nothing(string module, string name)
    {
        var pickle = new PickleWriter().Global(module, name).Text("touch /tmp/x").Raw(0x85).Op('R');
        Assert.Contains($"'{module}.{name}'", Refused(pickle.Stop()));
        var late = new PickleWriter(4).Text(module).Text(name).Raw(0x93).Text("touch /tmp/x").Raw(0x85).Op('R');
        Assert.Contains($"'{module}.{name}'", Refused(late.Stop()));
    }

    [Theory]
    [InlineData("63", "cut off")] // global without an end
    [InlineData("28692E", "0x69")] // inst
    [InlineData("81", "0x81")] // newobj
    [InlineData("82012E", "0x82")] // extension
    [InlineData("4E512E", "outside itself")] // persistent id
    [InlineData("4E4E522E", "not a function")]
    [InlineData("4E7D622E", "no dictionary")]
    [InlineData("2E", "more from its stack")]
    [InlineData("292929752E", "never began")]
    [InlineData("7D28 4E752E", "key without a value")]
    [InlineData("4E28 302E", "more from its stack")] // a group does not take from outside itself
    [InlineData("68002E", "never remembered")]
    [InlineData("72FFFFFFFF2E", "more than")]
    [InlineData("58FFFFFFFF", "longer than")]
    [InlineData("8DFFFFFFFFFFFFFFFF", "longer than")]
    [InlineData("58FFFFFF00", "cut off")]
    [InlineData("5802000000C3282E", "not UTF-8")]
    public void Damage_is_named(string hexadecimal, string reason) =>
        Assert.Contains(reason, Refused([0x80, 2, .. Convert.FromHexString(hexadecimal.Replace(" ", ""))]));

    [Fact]
    public void Foreign_data_are_refused()
    {
        foreach (byte[] bytes in (byte[][])[[], [0x80], [0x80, 1, (byte)'N', (byte)'.'], "PK\u0003\u0004"u8.ToArray(), "(lp0\n."u8.ToArray()])
            Refused(bytes);
    }

    [Fact]
    public void Nesting_and_length_have_limits()
    {
        Assert.Contains("nests deeper", Refused([0x80, 2, .. Enumerable.Repeat((byte)'(', 100_000), (byte)'.']));
        // A million tuples around each other are slow for nobody.
        var deep = (object?[])PickleReader.ReadPlain(new MemoryStream([0x80, 2, (byte)'N', .. Enumerable.Repeat((byte)0x85, 1_000_000), (byte)'.']))!;
        Assert.Single(deep);
        Assert.Contains("operations", Refused([0x80, 2, .. Enumerable.Repeat((byte)'N', 4_000_001), (byte)'.']));
    }

    [Fact]
    public void Forged_lengths_take_no_memory()
    {
        byte[] pickle = [0x80, 2, (byte)'B', 0xFF, 0xFF, 0xFF, 0x07, .. new byte[1000]];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(pickle);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    private static object? Plain(PickleWriter pickle) => PickleReader.ReadPlain(new MemoryStream(pickle.Stop()));

    private static string Refused(byte[] bytes) => Assert.Throws<InvalidDataException>(() => PickleReader.ReadPlain(new MemoryStream(bytes))).Message;
}
