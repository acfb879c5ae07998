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
        Assert.Contains("mapped   encoder.embedding.weight -> encoder.embedding.weight [60, 300]", report);
        var (model, imported) = (LanguageModel.Load(files.LanguageModel), LanguageModel.Load(output));
        Assert.Equal(model.Architecture, imported.Architecture);
        Assert.Equal(model.TextRules, imported.TextRules);
        foreach (var name in model.Weights.Names)
            Assert.Equal(model.Weights[name].Values, imported.Weights[name].Values);
        string text = "Das Buch ist wunderbar.";
        Assert.Equal(model.Encode(text), imported.Encode(text));
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
