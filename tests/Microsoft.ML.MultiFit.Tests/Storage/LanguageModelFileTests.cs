using System.IO.Compression;
using System.Text;

namespace Microsoft.ML.MultiFit.Tests;

public sealed class LanguageModelFileTests : IDisposable
{
    private static readonly LanguageModel Model = RandomModels.LanguageModel(RandomModels.Architecture, seed: 1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_what_it_wrote()
    {
        var path = _folder.File("model.multifit");
        Model.Save(path);
        AssertEqual(Model, LanguageModel.Load(path));
        AssertEqual(Model, LanguageModel.Load(new MemoryStream(File.ReadAllBytes(path))));
    }

    [Theory]
    [MemberData(nameof(Architectures.Kinds), MemberType = typeof(Architectures))]
    public void Every_kind_scores_alike_once_saved_and_loaded(string kind)
    {
        var architecture = Architectures.Of(kind, RandomModels.Architecture) with { Direction = TextDirection.Backward };
        var model = RandomModels.LanguageModel(architecture, seed: 1);
        var loaded = LanguageModel.Load(new MemoryStream(Bytes(model)));
        AssertEqual(model, loaded);
        int[][] documents = [RandomModels.Document(30, 50, 1), RandomModels.Document(5, 50, 2)];
        Assert.Equal(new LanguageModelScorer(model).Pool(documents), new LanguageModelScorer(loaded).Pool(documents));
        Assert.Equal(new LanguageModelScorer(model).Perplexity(documents), new LanguageModelScorer(loaded).Perplexity(documents));
    }

    [Fact]
    public void A_file_of_the_first_version_is_a_forward_model_of_fo_pooled_QRNN_layers()
    {
        // The description as version 1 wrote it; the other entries have not changed.
        var old = Rewritten((name, content) => name == "model.json" ? Encoding.UTF8.GetBytes(VersionOne(Encoding.UTF8.GetString(content))) : content);
        AssertEqual(Model, LanguageModel.Load(old));
    }

    [Fact]
    public void Equal_models_give_equal_bytes()
    {
        var again = RandomModels.LanguageModel(RandomModels.Architecture, seed: 1);
        Assert.Equal(Bytes(Model), Bytes(again));
        var path = _folder.File("model.multifit");
        again.Save(path);
        Assert.Equal(Bytes(Model), File.ReadAllBytes(path));
        Assert.Equal(Bytes(Model), Bytes(LanguageModel.Load(path)));
    }

    [Fact]
    public void Holds_entries_other_tools_can_read()
    {
        using var zip = new ZipArchive(new MemoryStream(Bytes(Model)));
        Assert.Equal(["model.json", "tokenizer.model", "weights.safetensors"], zip.Entries.Select(entry => entry.FullName).Order());
        using var tokenizer = zip.GetEntry("tokenizer.model")!.Open();
        Assert.Equal(Model.Vocabulary.Pieces, SentencePieceModel.Load(tokenizer).Pieces);
        using var weights = zip.GetEntry("weights.safetensors")!.Open();
        Assert.Equal(Model.Weights[WeightNames.Embedding].Values, Safetensors.Read(weights)[WeightNames.Embedding].Values);
    }

    [Fact]
    public void A_compressed_copy_is_read_too()
    {
        AssertEqual(Model, LanguageModel.Load(Rewritten((_, content) => content, CompressionLevel.Optimal)));
    }

    [Fact]
    public void A_missing_folder_is_an_error_that_names_the_file()
    {
        var path = _folder.File("missing/model.multifit");
        Assert.StartsWith($"{path}: there is no folder", Assert.Throws<DirectoryNotFoundException>(() => Model.Save(path)).Message);
    }

    [Fact]
    public void Every_truncation_is_noticed()
    {
        var bytes = Bytes(Model);
        for (int length = 0; length < bytes.Length; length += length < 200 || length > bytes.Length - 500 ? 1 : 97)
        {
            var thrown = Assert.Throws<InvalidDataException>(() => LanguageModel.Load(new MemoryStream(bytes, 0, length), "some.multifit"));
            Assert.Contains("'some.multifit'", thrown.Message);
        }
    }

    [Fact]
    public void Every_changed_byte_of_content_is_noticed()
    {
        foreach (var entry in new[] { "tokenizer.model", "weights.safetensors" })
        {
            int length = Entry(entry).Length;
            for (int position = 0; position < length; position += 101)
            {
                var changed = Rewritten((name, content) =>
                {
                    if (name == entry)
                        content[position] ^= 1;
                    return content;
                });
                var thrown = Assert.Throws<InvalidDataException>(() => LanguageModel.Load(changed, "some.multifit"));
                Assert.Contains("'some.multifit'", thrown.Message);
                Assert.Contains(entry, thrown.Message);
            }
        }
    }

    [Fact]
    public void Damage_anywhere_gives_the_documented_exception_or_none()
    {
        var bytes = Bytes(Model);
        var random = new Random(3);
        for (int i = 0; i < 500; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            damaged[damaged.Length - 1 - random.Next(400)] ^= (byte)(1 << random.Next(8));
            var thrown = Record.Exception(() => LanguageModel.Load(new MemoryStream(damaged)));
            Assert.True(thrown is null or InvalidDataException, $"{thrown}");
        }
    }

    [Theory]
    [InlineData("model.json")]
    [InlineData("tokenizer.model")]
    [InlineData("weights.safetensors")]
    public void A_missing_entry_is_named(string entry)
    {
        var thrown = Assert.Throws<InvalidDataException>(() => LanguageModel.Load(Rewritten((name, content) => name == entry ? null : content)));
        Assert.Contains($"'{entry}' cannot be read: there is none", thrown.Message);
    }

    [Theory]
    [InlineData("\"formatVersion\": 2", "\"formatVersion\": 3", "newer")]
    [InlineData("\"vocabularySize\": 50", "\"vocabularySize\": 51", "50 pieces")]
    [InlineData("\"vocabularySize\": 50", "\"vocabularySize\": -1", "VocabularySize")]
    [InlineData("\"embeddingSize\": 12", "\"embeddingSize\": 65536", "has shape")]
    [InlineData("\"layerCount\": 3", "\"layerCount\": 2000000000", "LayerCount")]
    [InlineData("\"layerCount\": 3", "\"layerCount\": \"three\"", "damaged")]
    [InlineData("\"encoder\": \"qrnn\"", "\"encoder\": \"lstm\"", "has shape")]
    [InlineData("\"encoder\": \"qrnn\"", "\"encoder\": \"gru\"", "damaged")]
    [InlineData("\"pooling\": \"fo\"", "\"pooling\": \"ifo\"", "has shape")]
    [InlineData("\"windows\": null", "\"windows\": [2, 1]", "Windows")]
    [InlineData("\"windows\": null", "\"windows\": [2, 1, 3]", "Windows")]
    [InlineData("\"windows\": null", "\"windows\": [1, 1, 1]", "has shape")]
    [InlineData("\"tiedDecoder\": true", "\"tiedDecoder\": false", "is missing")]
    [InlineData("\"decoderBias\": true", "\"decoderBias\": false", "not expected")]
    [InlineData("\"layerCount\": 3", "\"layerCount\": null", "damaged")]
    [InlineData("\"architecture\"", "\"shape\"", "damaged")]
    [InlineData("\"stages\": [", "\"stages\": [null,", "damaged")]
    [InlineData("\"length\": ", "\"length\": 9", "ends after")]
    [InlineData("\"length\": ", "\"length\": 999999999", "too long")]
    [InlineData("\"length\": ", "\"length\": -", "is said to be -")]
    [InlineData("{", "", "damaged")]
    public void A_changed_description_is_refused(string old, string replacement, string reason)
    {
        var changed = Rewritten((name, content) =>
        {
            if (name != "model.json")
                return content;
            var json = Encoding.UTF8.GetString(content);
            int position = json.IndexOf(old, StringComparison.Ordinal);
            Assert.True(position >= 0, json);
            return Encoding.UTF8.GetBytes(json[..position] + replacement + json[(position + old.Length)..]);
        });
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => LanguageModel.Load(changed)).Message);
    }

    [Fact]
    public void Foreign_files_are_refused()
    {
        foreach (var bytes in new[] { "not a zip at all"u8.ToArray(), Entry("weights.safetensors"), [], new byte[100_000] })
            Assert.Throws<InvalidDataException>(() => LanguageModel.Load(new MemoryStream(bytes)));
    }

    private static string VersionOne(string json)
    {
        int architecture = json.IndexOf("\"architecture\"", StringComparison.Ordinal);
        return $$"""
            {
              "formatVersion": 1,
              "architecture": {
                "vocabularySize": 50,
                "embeddingSize": 12,
                "hiddenSize": 20,
                "layerCount": 3,
                "firstLayerWindow": 2
              }{{json[(json.IndexOf('}', architecture) + 1)..]}}
            """;
    }

    private static byte[] Bytes(LanguageModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private static byte[] Entry(string name)
    {
        using var zip = new ZipArchive(new MemoryStream(Bytes(Model)));
        return Content(zip.GetEntry(name)!);
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>The model's file with other contents; null leaves an entry out.</summary>
    private static MemoryStream Rewritten(Func<string, byte[], byte[]?> change, CompressionLevel compression = CompressionLevel.NoCompression)
    {
        var target = new MemoryStream();
        using (var source = new ZipArchive(new MemoryStream(Bytes(Model))))
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in source.Entries)
            {
                if (change(entry.FullName, Content(entry)) is not { } content)
                    continue;
                using var stream = zip.CreateEntry(entry.FullName, compression).Open();
                stream.Write(content);
            }
        }

        target.Position = 0;
        return target;
    }

    internal static void AssertEqual(LanguageModel expected, LanguageModel actual)
    {
        Assert.Equal(expected.Architecture, actual.Architecture);
        Assert.Equal(expected.TextRules, actual.TextRules);
        Assert.Equal(expected.Provenance.Stages, actual.Provenance.Stages);
        Assert.Equal(expected.Vocabulary.Pieces, actual.Vocabulary.Pieces);
        Assert.Equal(expected.Weights.Names.Order(), actual.Weights.Names.Order());
        foreach (var name in expected.Weights.Names)
            Assert.Equal(expected.Weights[name].Values, actual.Weights[name].Values);
    }
}
