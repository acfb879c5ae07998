using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.MultiFit.Tests;

public class SafetensorsTests
{
    [Fact]
    public void Writes_the_documented_bytes()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, new WeightSet([new("b", new WeightTensor([1, 2], [1f, -2f])), new("a", new WeightTensor([], [0.5f]))]));
        var bytes = stream.ToArray();
        const string Header = """{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]}}""";
        int headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, headerLength % 8);
        Assert.Equal(Header, Encoding.UTF8.GetString(bytes, 8, headerLength).TrimEnd(' '));
        Assert.Equal("0000003F" + "0000803F" + "000000C0", Convert.ToHexString(bytes, 8 + headerLength, bytes.Length - 8 - headerLength));
    }

    [Fact]
    public void Reads_what_it_wrote()
    {
        var random = new Random(1);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        var written = new WeightSet([
            new("large", new WeightTensor([1100, 1001], Values(1100 * 1001))),
            new("empty", new WeightTensor([3, 0], [])),
            new("odd", new WeightTensor([2], [float.NaN, float.NegativeInfinity]))]);
        using var stream = new MemoryStream();
        Safetensors.Write(stream, written);
        stream.Position = 0;
        var read = Safetensors.Read(stream, written.Names.Select(name => (name, written[name].Shape)));
        Assert.Equal(written.Names.Order(), read.Names.Order());
        foreach (var name in written.Names)
        {
            Assert.Equal(written[name].Shape, read[name].Shape);
            Assert.Equal(written[name].Values, read[name].Values);
        }
    }

    [Fact]
    public void Reads_both_16_bit_floats()
    {
        // 1.5 = 0x3E00 in half precision and 0x3FC0 as a brain float; -2 is 0xC000 in both.
        var read = Read("""{"__metadata__":{"made":"by hand"},"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]}}""", "003E00C0C03F00C0");
        Assert.Equal([1.5f, -2f], read["h"].Values);
        Assert.Equal([1.5f, -2f], read["b"].Values);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "begins at byte 0, expected 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "begins at byte 4, expected 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", "do not fit its shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", "do not fit its shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,18446744073709551615]}}""", "do not fit its shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "impossible shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967297],"data_offsets":[0,4]}}""", "impossible shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,17179869184]}}""", "more values than an array")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647,0],"data_offsets":[0,0]}}""", "more values than an array")]
    [InlineData("""{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", "'I64'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", "lacks its")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "damaged")]
    [InlineData("""{"a":{"dtype":4,"shape":[1],"data_offsets":[0,4]}}""", "damaged")]
    [InlineData("""{"a":7}""", "damaged")]
    [InlineData("""{"\uD800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "damaged")]
    [InlineData("""[1,2]""", "damaged")]
    [InlineData("""{"a":""", "damaged")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "more data than tensors")]
    public void Rejects_a_damaged_header(string header, string reason)
    {
        var thrown = Assert.Throws<InvalidDataException>(() => Read(header, "0000000000000000"));
        Assert.Contains(reason, thrown.Message);
    }

    [Fact]
    public void A_forged_size_takes_no_memory()
    {
        const string Header = """{"a":{"dtype":"F32","shape":[2000000000],"data_offsets":[0,8000000000]}}""";
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<EndOfStreamException>(() => Read(Header, "00000000"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
        Assert.Throws<EndOfStreamException>(() => Safetensors.Read(new MemoryStream([0, 0, 0, 1, 0, 0, 0, 0, (byte)'{'])));
        Assert.Throws<InvalidDataException>(() => Safetensors.Read(new MemoryStream([255, 255, 255, 255, 255, 255, 255, 255, (byte)'{'])));
    }

    [Theory]
    [InlineData("b", 1, "'b' is missing")]
    [InlineData("a", 2, "has shape [1], expected [2]")]
    public void Reads_only_what_is_expected(string name, int size, string reason)
    {
        const string Header = """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Safetensors.Read(Content(Header, "00000000"), [(name, [size])])).Message);
        Assert.Contains("'a' is not expected", Assert.Throws<InvalidDataException>(() => Safetensors.Read(Content(Header, "00000000"), [])).Message);
    }

    private static WeightSet Read(string header, string values) => Safetensors.Read(Content(header, values));

    private static MemoryStream Content(string header, string values)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        return new MemoryStream([.. length, .. json, .. Convert.FromHexString(values)]);
    }
}
