using System.IO.Compression;
using System.Text;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Checkpoints are read as carefully as any file.</summary>
public sealed class CheckpointFileTests : IDisposable
{
    private static readonly (string Name, int[] Shape)[] s_shapes = [("a", [2, 3]), ("b", [4])];
    private static readonly int[] s_momentSizes = [6, 6];
    private static readonly int[] s_carriedSizes = [3];

    private readonly TemporaryFolder _folder = new();

    private string CheckpointPath => _folder.File("x.checkpoint");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_what_it_wrote_to_the_last_bit()
    {
        var content = Content();
        CheckpointFile.Write(CheckpointPath, content);
        var file = CheckpointFile.Open(CheckpointPath);
        Assert.Equal(content.Run, file.Description.Run);
        Assert.Equal(content.Progress.Reports, file.Description.Progress.Reports);
        Assert.Equal(content.Progress with { Reports = [] }, file.Description.Progress with { Reports = [] });
        Assert.Equal((content.MasksDrawn, content.Validation, 7), (file.Description.MasksDrawn, file.Description.Validation, file.Description.OptimizerSteps));
        var (weights, best) = file.ReadWeights(s_shapes);
        foreach (var (name, _) in s_shapes)
        {
            Assert.Equal(content.Weights[name].Values, weights[name].Values);
            Assert.Equal(content.Best![name].Values, best![name].Values);
        }

        var (moments, carried) = file.ReadStep(s_momentSizes, s_carriedSizes);
        Assert.Equal(content.Moments, moments);
        Assert.Equal(content.Carried, carried);
    }

    [Fact]
    public void What_is_not_there_is_null()
    {
        CheckpointFile.Write(CheckpointPath, Content() with { Best = null, Moments = null, Carried = [], Validation = null });
        var file = CheckpointFile.Open(CheckpointPath);
        Assert.Null(file.ReadWeights(s_shapes).Best);
        Assert.Equal((null, null), file.ReadStep(s_momentSizes, []));
        Assert.Null(file.Description.Validation);
    }

    [Fact]
    public void Truncations_and_changed_numbers_are_noticed_by_name()
    {
        CheckpointFile.Write(CheckpointPath, Content());
        var bytes = File.ReadAllBytes(CheckpointPath);
        for (int length = 0; length < bytes.Length; length += 61)
            AssertRefused(bytes[..length]);
        foreach (var word in new[] { "\"formatVersion\": 1", "\"sha256\"", "\"F32\"" })
        {
            var damaged = (byte[])bytes.Clone();
            damaged[bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(word)) + word.Length - 1] ^= 2;
            AssertRefused(damaged);
        }
    }

    [Theory]
    [InlineData("\"stepInEpoch\": 2", "\"stepInEpoch\": -2")]
    [InlineData("\"optimizerSteps\": 7", "\"optimizerSteps\": -7")]
    [InlineData("\"optimizerSteps\": 7", "\"optimizerSteps\": 7, \"more\": 1")]
    [InlineData("\"Epochs\": \"3\"", "\"Epochs\": null")]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 2")]
    [InlineData("\"length\": ", "\"length\": -")]
    [InlineData("\"sha256\": \"", "\"sha256\": \"0")]
    public void Impossible_descriptions_are_refused(string from, string to)
    {
        CheckpointFile.Write(CheckpointPath, Content());
        Rewrite("checkpoint.json", json => json.Replace(from, to, StringComparison.Ordinal));
        AssertRefused(File.ReadAllBytes(CheckpointPath));
    }

    [Fact]
    public void Other_shapes_than_the_runs_are_refused_before_their_values_are_read()
    {
        CheckpointFile.Write(CheckpointPath, Content());
        var file = CheckpointFile.Open(CheckpointPath);
        Assert.Contains("'b'", Assert.Throws<InvalidDataException>(() => file.ReadWeights([("a", [2, 3]), ("b", [5])])).Message);
        Assert.Contains("moments.safetensors", Assert.Throws<InvalidDataException>(() => file.ReadStep([6, 7], s_carriedSizes)).Message);
        Assert.Contains("carried.safetensors", Assert.Throws<InvalidDataException>(() => file.ReadStep(s_momentSizes, [])).Message);
    }

    private static CheckpointContent Content()
    {
        var random = new Random(5);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        WeightSet Weights() => new(s_shapes.Select(shape =>
            KeyValuePair.Create(shape.Name, new WeightTensor(shape.Shape, Numbers(shape.Shape.Aggregate(1, (product, size) => product * size))))));
        var report = new TrainingProgress("pretrain", 1, 3, 2, 9, 1 / 3.0, double.NaN, 0.1 + 0.2, 17.5, TimeSpan.FromTicks(12345), true, 1e-5);
        return new CheckpointContent(
            new Dictionary<string, string> { ["Epochs"] = "3", ["training text"] = "ab\"c" },
            new ProgressState(1, 2, 1 / 3.0, 2 / 7.0, 123456789012, double.NaN, 0.1, TimeSpan.FromTicks(987654321), [report, report with { EpochEnded = false }]),
            ulong.MaxValue,
            new ValidationResult(Math.PI, Math.E),
            Weights(),
            Weights(),
            7,
            [.. s_momentSizes.Select(Numbers)],
            [.. s_carriedSizes.Select(Numbers)]);
    }

    private void Rewrite(string name, Func<string, string> change)
    {
        using var zip = ZipFile.Open(CheckpointPath, ZipArchiveMode.Update);
        var entry = zip.GetEntry(name)!;
        string text;
        using (var reader = new StreamReader(entry.Open()))
            text = reader.ReadToEnd();
        var changed = change(text);
        Assert.NotEqual(text, changed);
        entry.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(changed);
    }

    private void AssertRefused(byte[] bytes)
    {
        var path = _folder.File("damaged.checkpoint");
        File.WriteAllBytes(path, bytes);
        var thrown = Assert.Throws<InvalidDataException>(() =>
        {
            var file = CheckpointFile.Open(path);
            file.ReadWeights(s_shapes);
            file.ReadStep(s_momentSizes, s_carriedSizes);
        });
        Assert.Contains($"'{path}' is not a readable checkpoint", thrown.Message);
    }
}
