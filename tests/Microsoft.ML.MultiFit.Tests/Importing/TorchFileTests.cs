using System.IO.Compression;

namespace Microsoft.ML.MultiFit.Tests;

public class TorchFileTests
{
    private static readonly float[] s_numbers = [.. Enumerable.Range(0, 24).Select(i => i - 11.5f)];

    [Fact]
    public void Shared_storages_and_windows_on_them()
    {
        var state = new (string, SavedTensor)[]
        {
            ("whole", new("7", "FloatStorage", s_numbers, 0, [2, 3, 4], [12, 4, 1])),
            ("transposed", new("7", "FloatStorage", s_numbers, 0, [4, 6], [1, 4])),
            ("window", new("7", "FloatStorage", s_numbers, 5, [2, 2], [8, 2])),
            ("one", new("7", "FloatStorage", s_numbers, 23, [], [])),
            ("none", new("7", "FloatStorage", s_numbers, 24, [0, 3], [3, 1])),
            ("last", new("12", "FloatStorage", [1, 2], 0, [2], [1])),
        };
        var read = Read(TorchFileWriter.Write(state));
        Assert.Equal(s_numbers, read["whole"].Values);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => s_numbers[(i / 6) + (4 * (i % 6))]), read["transposed"].Values);
        Assert.Equal([s_numbers[5], s_numbers[7], s_numbers[13], s_numbers[15]], read["window"].Values);
        Assert.Equal([s_numbers[23]], read["one"].Values);
        Assert.Empty(read["none"].Values);
        Assert.Equal([1f, 2f], read["last"].Values);
        Assert.Equal([4, 6], read["transposed"].Shape);
    }

    [Theory]
    [InlineData("HalfStorage")]
    [InlineData("BFloat16Storage")]
    [InlineData("DoubleStorage")]
    public void Other_precisions_become_floats(string type)
    {
        // All of these are exact in 8 bits of mantissa.
        float[] values = [0, -0.5f, 1.25f, 96, -3];
        Assert.Equal(values, Read(TorchFileWriter.Write([("w", new("1", type, values, 0, [5], [1]))]))["w"].Values);
    }

    [Fact]
    public void Values_that_nobody_wants_are_passed_over()
    {
        byte[] file = TorchFileWriter.Write([
            ("counter", new("1", "LongStorage", [7], 0, [], [])),
            ("unwanted", new("2", "FloatStorage", s_numbers, 0, [24], [1])),
            ("w", new("3", "FloatStorage", [5], 0, [1], [1]))]);
        Assert.Equal([5f], Read(file, "w")["w"].Values);
    }

    [Theory]
    [InlineData(0, new[] { 5, 5 }, new[] { 5, 1 }, "reaches beyond")]
    [InlineData(1, new[] { 24 }, new[] { 1 }, "reaches beyond")]
    [InlineData(25, new[] { 0 }, new[] { 1 }, "begins beyond")]
    [InlineData(0, new[] { 1_000_000_000 }, new[] { 0 }, "reaches beyond")]
    [InlineData(0, new[] { -1 }, new[] { 1 }, "impossible shape")]
    [InlineData(0, new[] { 2 }, new[] { -1 }, "impossible shape")]
    [InlineData(0, new[] { 2, 2 }, new[] { 1 }, "impossible shape")]
    [InlineData(-1, new[] { 2 }, new[] { 1 }, "other arguments")]
    [InlineData(0, new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1 }, new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1 }, "impossible shape")]
    public void Impossible_windows_are_refused(int offset, int[] shape, int[] strides, string reason) =>
        Assert.Contains(reason, Refused(TorchFileWriter.Write([("w", new("1", "FloatStorage", s_numbers, offset, shape, strides))])));

    [Fact]
    public void One_storage_cannot_be_of_two_types_or_sizes()
    {
        var state = new (string, SavedTensor)[] { ("a", new("1", "FloatStorage", [1, 2], 0, [2], [1])), ("b", new("1", "HalfStorage", [1, 2], 0, [2], [1])) };
        Assert.Contains("two ways", Refused(TorchFileWriter.Write(state)));
        Assert.Contains("two ways", Refused(TorchFileWriter.Write([state[0], ("b", new("1", "FloatStorage", [1], 0, [1], [1]))])));
    }

    [Fact]
    public void What_torch_may_name_is_all_that_it_may_name()
    {
        byte[] file = Small();
        var name = "torch._utils\n_rebuild_tensor_v2\n"u8;
        int position = file.AsSpan().IndexOf(name);
        byte[] hostile = [.. file[..position], .. "os\nsystem\n"u8, .. file[(position + name.Length)..]];
        Assert.Contains("'os.system'", Refused(hostile));
    }

    [Fact]
    public void Every_truncation_is_noticed()
    {
        byte[] file = Small();
        for (int length = 0; length < file.Length; length++)
            Refused(file[..length]);
    }

    [Fact]
    public void Damage_anywhere_gives_the_documented_exception_or_other_values() => FlippedBits.AreReadOrRefused(Small(), file => Read(file));

    [Fact]
    public void Foreign_files_are_refused()
    {
        foreach (byte[] file in (byte[][])[[], [1], "not a model at all"u8.ToArray(), "PK\u0003\u0004 a broken zip"u8.ToArray(), TorchFileWriter.List(["a"])])
            Refused(file);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("little")]
    [InlineData("big")]
    public void The_newer_zip_is_read_too(string? byteOrder)
    {
        var pickle = new PickleWriter().OrderedDictionary().Op('(').Text("w").Global("torch._utils", "_rebuild_tensor_v2").Op('(')
            .Op('(').Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Int(2).Op('t').Put().Op('Q')
            .Int(0).Ints(2).Ints(1).Raw(0x89).OrderedDictionary().Op('t').Put().Op('R').Put().Op('u').Stop();
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Add(string name, byte[] content)
            {
                using var stream = zip.CreateEntry("archive/" + name, CompressionLevel.NoCompression).Open();
                stream.Write(content);
            }

            Add("data.pkl", pickle);
            if (byteOrder is not null)
                Add("byteorder", [.. byteOrder.Select(c => (byte)c)]);
            // 1.5 and -2.
            Add("data/0", Convert.FromHexString(byteOrder == "big" ? "3FC00000C0000000" : "0000C03F000000C0"));
        }

        Assert.Equal([1.5f, -2f], Read(file.ToArray())["w"].Values);
    }

    private static byte[] Small() => TorchFileWriter.Write([
        ("a", new("94", "FloatStorage", [1, 2, 3, 4, 5, 6], 0, [2, 3], [3, 1])),
        ("b", new("94", "FloatStorage", [1, 2, 3, 4, 5, 6], 2, [2], [1])),
        ("counter", new("95", "LongStorage", [5], 0, [], []))]);

    private static Dictionary<string, WeightTensor> Read(byte[] file, string? only = null)
    {
        Dictionary<string, TorchTensor> tensors = [];
        TorchFile.Read(() => new MemoryStream(file), saved =>
        {
            tensors = FastaiStateDictionary.Of(saved).Tensors.Where(entry => (only is null || entry.Key == only) && entry.Value.IsFloatingPoint).ToDictionary();
            return tensors.Values;
        });
        return tensors.ToDictionary(entry => entry.Key, entry => entry.Value.ToWeight());
    }

    private static string Refused(byte[] file) => Assert.Throws<InvalidDataException>(() => Read(file)).Message;
}
