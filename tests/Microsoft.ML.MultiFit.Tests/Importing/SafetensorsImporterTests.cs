namespace Microsoft.ML.MultiFit.Tests;

public sealed class SafetensorsImporterTests : IDisposable
{
    private static readonly LanguageModel s_model = RandomModels.LanguageModel(RandomModels.Architecture, seed: 3);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public void What_was_exported_comes_back(int layerCount, int window)
    {
        // A single layer has the embedding's width, whatever the hidden size.
        var architecture = RandomModels.Architecture with { LayerCount = layerCount, FirstLayerWindow = window, HiddenSize = layerCount == 1 ? 12 : 20 };
        var model = RandomModels.LanguageModel(architecture, seed: 7);
        string path = _folder.File("weights.safetensors");
        model.Weights.Save(path);
        var imported = SafetensorsImporter.Import(path, model.Vocabulary, new TextRules { Language = "de" });
        Assert.Equal(architecture, imported.LanguageModel.Architecture);
        foreach (var name in model.Weights.Names)
            Assert.Equal(model.Weights[name].Values, imported.LanguageModel.Weights[name].Values);
        Assert.Equal("de", imported.LanguageModel.TextRules.Language);
        Assert.Equal(model.Weights.Names.Order(), imported.Report.Mapped.Select(weight => weight.Source).Order());
        Assert.Null(imported.Classifier);
        Assert.Equal(["the default text rules for 'de', as the file does not say", "read forward, as the file does not say"], imported.Report.Notes);
        Assert.Contains("the authors' text rules for 'fr'", SafetensorsImporter.Import(path, model.Vocabulary, TextRules.Paper("fr")).Report.ToString());
        Assert.Contains("other text rules for 'en'", SafetensorsImporter.Import(path, model.Vocabulary, new TextRules { Moses = false }).Report.ToString());
    }

    [Fact]
    public void What_the_weights_have_learned_from_comes_back()
    {
        var architecture = RandomModels.Architecture with { Direction = TextDirection.Backward };
        var random = RandomModels.LanguageModel(architecture, seed: 7);
        var model = new LanguageModel(architecture, TextRules.Paper("zh"), random.Vocabulary, random.Weights);
        string path = _folder.File("weights.safetensors");
        model.SaveWeights(path);
        var imported = SafetensorsImporter.Import(path, model.Vocabulary, new TextRules { Language = "zh" });
        Assert.Equal(architecture, imported.LanguageModel.Architecture);
        Assert.Equal(TextRules.Paper("zh"), imported.LanguageModel.TextRules);
        Assert.Equal(["the authors' text rules for 'zh', as the file says", "read backward, as the file says"], imported.Report.Notes);

        AssertRefused("the language is zh, but given is de", () => SafetensorsImporter.Import(path, model.Vocabulary, new TextRules { Language = "de" }));
        AssertRefused("the order of reading is Backward, but given is Forward", () => SafetensorsImporter.Import(path, model.Vocabulary, null, TextDirection.Forward));
    }

    [Theory]
    [InlineData("multifit.direction", "sideways")]
    [InlineData("multifit.direction", "1")]
    [InlineData("multifit.text_rules", "{")]
    [InlineData("multifit.text_rules", "null")]
    [InlineData("multifit.text_rules", """{"language":"no code"}""")]
    [InlineData("multifit.text_rules", """{"language":"de","newer":true}""")]
    public void A_damaged_origin_is_refused(string name, string text)
    {
        string path = _folder.File("weights.safetensors");
        using (var file = File.Create(path))
            Safetensors.Write(file, s_model.Weights, [new(name, text), new("format", "pt")]);
        AssertRefused($"'{name}' is damaged", () => SafetensorsImporter.Import(path, s_model.Vocabulary));
    }

    private static void AssertRefused(string reason, Action import) => Assert.Contains(reason, Assert.Throws<InvalidDataException>(import).Message);

    [Fact]
    public void Every_kind_of_architecture_is_known_by_its_shapes()
    {
        foreach (var architecture in new[]
        {
            RandomModels.Architecture with { Encoder = EncoderKind.Lstm, FirstLayerWindow = 2 },
            RandomModels.Architecture with { Pooling = QrnnPooling.F },
            RandomModels.Architecture with { Pooling = QrnnPooling.Ifo, TiedDecoder = false },
            RandomModels.Architecture with { Windows = [1, 2, 1], FirstLayerWindow = 1, DecoderBias = false },
        })
        {
            var model = RandomModels.LanguageModel(architecture, seed: 7);
            string path = _folder.File("weights.safetensors");
            model.Weights.Save(path);
            Assert.Equal(architecture, SafetensorsImporter.Import(path, model.Vocabulary, new TextRules()).LanguageModel.Architecture);
        }
    }

    [Fact]
    public void Values_that_are_no_numbers_are_refused()
    {
        foreach (float value in new[] { float.NaN, float.PositiveInfinity })
        {
            var weights = s_model.Weights.Names.ToDictionary(key => key, key => s_model.Weights[key]);
            var bias = weights["decoder.bias"];
            weights["decoder.bias"] = new WeightTensor(bias.Shape, [value, .. bias.Values[1..]]);
            string path = _folder.File("broken.safetensors");
            new WeightSet(weights).Save(path);
            var error = Assert.Throws<InvalidDataException>(() => SafetensorsImporter.Import(path, s_model.Vocabulary, new TextRules()));
            Assert.Contains("broken.safetensors' cannot be imported: Weight 'decoder.bias' holds a value that is not a finite number", error.Message);
        }
    }

    [Theory]
    [InlineData("decoder.bias", new[] { 49 }, "'decoder.bias' has shape [49], but [50] fits")]
    [InlineData("encoder.layers.1.weight", new[] { 60, 21 }, "'encoder.layers.1.weight' has shape [60, 21], but [60, 20] fits")]
    [InlineData("encoder.layers.5.weight", new[] { 60, 20 }, "'encoder.layers.5.weight' is not one of a language model of 3 layers")]
    [InlineData("encoder.embedding.weight", new[] { 50 }, "'encoder.embedding.weight' has shape [50], but a matrix")]
    [InlineData("encoder.embedding.weight", new[] { 50, 0 }, "'encoder.embedding.weight' has shape [50, 0], but a matrix")]
    public void Weights_that_do_not_fit_are_named(string name, int[] shape, string reason)
    {
        var weights = s_model.Weights.Names.ToDictionary(key => key, key => s_model.Weights[key]);
        weights[name] = new WeightTensor(shape, new float[shape.Aggregate(1, (product, size) => product * size)]);
        string path = _folder.File("weights.safetensors");
        new WeightSet(weights).Save(path);
        string message = Assert.Throws<InvalidDataException>(() => SafetensorsImporter.Import(path, s_model.Vocabulary, new TextRules())).Message;
        Assert.Contains(reason, message);
        Assert.Contains($"'{path}'", message);
    }

    [Fact]
    public void Absent_weights_and_foreign_vocabularies_are_named()
    {
        string path = _folder.File("weights.safetensors");
        s_model.Weights.Save(path);
        Assert.Contains("50 rows", Assert.Throws<InvalidDataException>(() => SafetensorsImporter.Import(path, RandomModels.Vocabulary(51), new TextRules())).Message);
        new WeightSet([new("encoder.embedding.weight", new WeightTensor([2, 1], [1, 2]))]).Save(path);
        Assert.Contains("no weight 'encoder.layers.0.weight'", Assert.Throws<InvalidDataException>(() => SafetensorsImporter.Import(path, s_model.Vocabulary, new TextRules())).Message);
        File.WriteAllText(path, "something else");
        Assert.Contains($"'{path}'", Assert.Throws<InvalidDataException>(() => SafetensorsImporter.Import(path, s_model.Vocabulary, new TextRules())).Message);
    }
}
