using Microsoft.ML.MultiFit.Tests;

namespace MultiFit.Cli.Tests.Verbs;

[Collection(TrainedFilesTests.Name)]
public class ImportVerbTests(TrainedFiles files)
{
    [Fact]
    public void An_exported_model_comes_back_the_same()
    {
        string weights = Path.Combine(files.Folder, "exported.safetensors"), tokenizer = Path.Combine(files.Folder, "exported.model");
        string output = Path.Combine(files.Folder, "imported.multifit");
        Assert.Equal("", CommandRun.Of("export", "--model", files.LanguageModel, "--output", weights, "--tokenizer-output", tokenizer).Succeeded());
        string report = CommandRun.Of("import", "--weights", weights, "--tokenizer", tokenizer, "--language", "de", "--output", output).Succeeded();
        Assert.Contains("mapped   encoder.embedding.weight -> encoder.embedding.weight [50, 300]", report);
        var (model, imported) = (LanguageModel.Load(files.LanguageModel), LanguageModel.Load(output));
        Assert.Equal(model.Architecture, imported.Architecture);
        Assert.Equal(model.TextRules, imported.TextRules);
        foreach (var name in model.Weights.Names)
            Assert.Equal(model.Weights[name].Values, imported.Weights[name].Values);
        Assert.Contains("the default text rules for 'de', as the file says", report);
        string text = "Das Buch ist wunderbar.";
        Assert.Equal(model.Encode(text), imported.Encode(text));

        // Of another program, which says neither language nor order.
        model.Weights.Save(weights);
        Assert.Contains("as the file does not say", CommandRun.Of("import", "--weights", weights, "--tokenizer", tokenizer, "--backward", "--output", output).Succeeded());
        Assert.Equal(TextDirection.Backward, LanguageModel.Load(output).Architecture.Direction);
    }

    [Fact]
    public void An_imported_classifier_predicts()
    {
        string folder = Directory.CreateDirectory(Path.Combine(files.Folder, "fastai")).FullName;
        var model = LanguageModel.Load(files.LanguageModel);
        model.Vocabulary.Save(Path.Combine(folder, "spm.model"));
        File.WriteAllBytes(Path.Combine(folder, "itos.pkl"), TorchFileWriter.List(model.Vocabulary.Pieces.Select(piece => piece.Piece)));
        File.WriteAllBytes(Path.Combine(folder, "cls_best.pth"), TorchFileWriter.Write(Classifier(model.Weights)));

        string output = Path.Combine(files.Folder, "imported.zip");
        string report = CommandRun.Of("import", "--weights", folder, "--language", "de", "--labels", "good", "bad", "--output", output).Succeeded();
        Assert.Contains("fastai classifier: QRNN, 1 layers of 300, embedding 300, 50 tokens, 2 classes", report);
        Assert.Contains("missing  decoder.bias", report);
        // The head's last bias alone decides.
        Assert.StartsWith("bad", CommandRun.WithInput("Das Buch ist gut.\n", "predict", "--model", output, "--threads", "1").Succeeded());

        Assert.Contains("has 2 classes; 1 labels were given", CommandRun.Of("import", "--weights", folder, "--labels", "good", "--output", output).Refused());
        CommandRun.Of("import", "--weights", folder, "--output", Path.Combine(files.Folder, "encoder.multifit")).Succeeded();
        File.WriteAllBytes(Path.Combine(folder, "lm_best.pth"), TorchFileWriter.Write([.. Encoder(model.Weights, "0.")]));
        Assert.Contains("holds no classifier", CommandRun.Of("import", "--weights", folder, "--output", output).Refused());
    }

    private static IEnumerable<(string Name, SavedTensor Tensor)> Encoder(WeightSet weights, string prefix) =>
    [
        ($"{prefix}encoder.weight", SavedTensor.Of("1", weights["encoder.embedding.weight"])),
        ($"{prefix}rnns.0.linear.weight_raw", SavedTensor.Of("2", weights["encoder.layers.0.weight"])),
        ($"{prefix}rnns.0.linear.module.bias", SavedTensor.Of("3", weights["encoder.layers.0.bias"])),
    ];

    /// <summary>A head that does not listen to the text: zeros, and a bias for the second class.</summary>
    private static IReadOnlyList<(string Name, SavedTensor Tensor)> Classifier(WeightSet weights)
    {
        int pooled = 3 * weights["encoder.embedding.weight"].Shape[1];
        (string Name, int[] Shape)[] head =
        [
            ("0.weight", [pooled]), ("0.bias", [pooled]), ("0.running_mean", [pooled]), ("0.running_var", [pooled]), ("2.weight", [4, pooled]), ("2.bias", [4]),
            ("4.weight", [4]), ("4.bias", [4]), ("4.running_mean", [4]), ("4.running_var", [4]), ("6.weight", [2, 4]), ("6.bias", [2]),
        ];
        return
        [
            .. Encoder(weights, "0.module."),
            .. head.Select(entry => ($"1.layers.{entry.Name}", SavedTensor.Of("h" + entry.Name, new WeightTensor(
                entry.Shape,
                entry.Name == "6.bias" ? [-1, 1] : new float[entry.Shape.Aggregate(1, (product, size) => product * size)])))),
        ];
    }

    [Theory]
    [InlineData("import --weights no-such.pth --output x.multifit", "no-such.pth")]
    [InlineData("import --weights no-such.tgz --output x.multifit", "no-such.tgz")]
    [InlineData("import --weights no-such.safetensors --output x.multifit", "--tokenizer is needed")]
    [InlineData("import --weights x.tgz --itos itos.pkl --output x.multifit", "--itos, --tokenizer and --info go with a *.pth file")]
    [InlineData("import --output x.multifit", "--weights")]
    [InlineData("import --weights a.pth --language German --output x.multifit", "--language")]
    [InlineData("export --model no-such.multifit --output x.safetensors", "no-such.multifit")]
    public void What_cannot_work_is_refused(string arguments, string reason) => Assert.Contains(reason, CommandRun.Of(arguments.Split(' ')).Refused());

    [Fact]
    public void A_file_that_is_no_model_is_named()
    {
        string path = Path.Combine(files.Folder, "text.pth");
        File.WriteAllText(path, "text");
        File.Copy(files.Vocabulary, Path.Combine(files.Folder, "spm.model"), overwrite: true);
        Assert.Contains($"'{path}' cannot be imported", CommandRun.Of("import", "--weights", path, "--output", Path.Combine(files.Folder, "x.multifit")).Refused());
    }

    [Theory]
    [InlineData("import")]
    [InlineData("export")]
    public void Help_ends_with_an_example_of_the_verb(string verb)
    {
        var help = CommandRun.Of(verb, "--help").Succeeded();
        Assert.Contains($"multifit {verb} --", help[help.IndexOf("Example", StringComparison.Ordinal)..]);
    }

    [Fact]
    public void A_vocabulary_of_words()
    {
        string path = Path.Combine(files.Folder, "whole-words.model");
        CommandRun.Of("tokenizer", "train", "--input", files.Corpus, "--type", "word", "--vocab-size", "20", "--language", "de", "--output", path).Succeeded();
        var vocabulary = SentencePieceModel.Load(path);
        Assert.Equal((SentencePieceModelType.Word, 20), (vocabulary.TrainerSpec.ModelType, vocabulary.Pieces.Count));
        Assert.Equal("▁xxmaj ▁das xyz ▁.", CommandRun.WithInput("xxmaj das xyz .\n", "tokenizer", "encode", "--model", path, "--threads", "1").Succeeded().Trim().Replace("▁xyz", "xyz"));
    }
}
