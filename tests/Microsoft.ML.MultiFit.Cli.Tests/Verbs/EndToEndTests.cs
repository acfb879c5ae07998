using System.Globalization;
using System.Text.Json;
using Microsoft.ML.Data;

namespace MultiFit.Cli.Tests.Verbs;

/// <summary>Every verb on tiny data, from text to predictions.</summary>
[Collection(TrainedFilesTests.Name)]
public sealed class EndToEndTests(TrainedFiles files)
{
    [Fact]
    public void Training_verbs_write_their_file_and_nothing_on_standard_output()
    {
        Assert.All(files.Runs, run => Assert.Equal("", run.Succeeded()));
        Assert.All([files.Vocabulary, files.LanguageModel, files.FineTuned, files.Classifier], path => Assert.True(File.Exists(path), path));
        Assert.DoesNotContain(files.FilesOfRuns, path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void Progress_names_stage_and_epochs_on_standard_error()
    {
        Assert.Contains("pretrain 2/2: loss ", files.Runs[1].Error);
        Assert.Contains("finetune", files.Runs[2].Error);
        Assert.Contains("validation accuracy ", files.Runs[3].Error);
    }

    [Fact]
    public void The_vocabulary_has_the_size_asked_for() => Assert.Equal(50, SentencePieceModel.Load(files.Vocabulary).Pieces.Count);

    [Fact]
    public void The_language_model_keeps_vocabulary_language_and_history()
    {
        var model = LanguageModel.Load(files.FineTuned);
        Assert.Equal(SentencePieceModel.Load(files.Vocabulary).Pieces, model.Vocabulary.Pieces);
        Assert.Equal("de", model.TextRules.Language);
        Assert.Equal(["pretrain", "finetune"], model.Provenance.Stages.Select(stage => stage.Name));
        Assert.Equal([2, 2], model.Provenance.Stages.Select(stage => stage.Epochs));
    }

    [Fact]
    public void Pieces_and_ids_of_a_line_are_the_same_tokens()
    {
        const string Lines = "das buch ist gut\n\nder film\n";
        var pieces = CommandRun.WithInput(Lines, "tokenizer", "encode", "--model", files.Vocabulary, "--output-format", "piece").Succeeded().Split('\n');
        var ids = CommandRun.WithInput(Lines, "tokenizer", "encode", "--model", files.Vocabulary, "--output-format", "id").Succeeded().Split('\n');
        var vocabulary = SentencePieceModel.Load(files.Vocabulary).Pieces;
        Assert.Equal(4, pieces.Length);
        Assert.Equal("", pieces[1]);
        Assert.Equal("▁das▁buch▁ist▁gut", pieces[0].Replace(" ", ""));
        Assert.Equal(pieces[0].Split(' '), ids[0].Split(' ').Select(id => vocabulary[int.Parse(id, CultureInfo.InvariantCulture)].Piece));
    }

    [Fact]
    public void The_classifier_has_learned_its_training_data()
    {
        var json = CommandRun.Of("evaluate", "--model", files.Classifier, "--data", files.Labeled, "--json", "--threads", "1").Succeeded();
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        Assert.InRange(root.GetProperty("accuracy").GetDouble(), 0.9, 1);
        Assert.InRange(root.GetProperty("macroF1").GetDouble(), 0.9, 1);
        Assert.InRange(root.GetProperty("weightedF1").GetDouble(), 0.9, 1);
        Assert.InRange(root.GetProperty("logLoss").GetDouble(), 0, 0.69);
        Assert.Equal(["negative", "positive"], root.GetProperty("confusion").GetProperty("labels").EnumerateArray().Select(label => label.GetString()!));
        Assert.Equal(48, root.GetProperty("confusion").GetProperty("counts").EnumerateArray().Sum(row => row.EnumerateArray().Sum(count => count.GetInt64())));
    }

    [Fact]
    public void Without_json_the_figures_and_the_confusion_table_are_printed()
    {
        var text = CommandRun.Of("evaluate", "--model", files.Classifier, "--data", files.Labeled).Succeeded();
        Assert.StartsWith("accuracy", text);
        Assert.Contains("| negative |", text);
    }

    [Fact]
    public void Evaluation_refuses_a_label_the_model_does_not_know()
    {
        var data = Path.Combine(files.Folder, "neutral.tsv");
        File.WriteAllText(data, "label\ttext\npositive\tgut\nneutral\tgeht so\n");
        Assert.Contains("neutral.tsv(3): unknown label 'neutral'", CommandRun.Of("evaluate", "--model", files.Classifier, "--data", data).Refused());
    }

    [Fact]
    public void Each_line_gets_label_probability_and_text()
    {
        var lines = CommandRun.WithInput("Das Buch ist gut.\n\na\tb\n", "predict", "--model", files.Classifier).Succeeded().Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.All(lines[..3], line =>
        {
            var fields = line.Split('\t');
            Assert.Equal(3, fields.Length);
            Assert.Contains(fields[0], new[] { "negative", "positive" });
            Assert.InRange(double.Parse(fields[1], CultureInfo.InvariantCulture), 0.5, 1);
        });
        Assert.Equal(["Das Buch ist gut.", "", "a b"], lines[..3].Select(line => line.Split('\t')[2]));
        Assert.StartsWith("positive", lines[0]);
    }

    [Fact]
    public void Random_weights_train_with_a_vocabulary_alone()
    {
        var output = Path.Combine(files.Folder, "plain.zip");
        CommandRun.Of("train", "--no-pretraining", "--tokenizer", files.Vocabulary, "--train", files.Labeled, "--epochs", "1", "--threads", "1", "--quiet", "--output", output).Succeeded();
        Assert.True(File.Exists(output));
    }

    [Fact]
    public void A_backward_LSTM_is_pretrained_and_joins_the_forward_model()
    {
        var (backward, output) = (Path.Combine(files.Folder, "backward.multifit"), Path.Combine(files.Folder, "both.zip"));
        string[] little = ["--epochs", "1", "--batch-size", "8", "--seed", "1", "--threads", "1", "--quiet"];
        CommandRun.Of(["pretrain", "--corpus", files.Corpus, "--tokenizer", files.Vocabulary, "--encoder", "LSTM", "--backward", "--output", backward, .. little]).Succeeded();
        var architecture = LanguageModel.Load(backward).Architecture;
        Assert.Equal((EncoderKind.Lstm, TextDirection.Backward), (architecture.Encoder, architecture.Direction));

        CommandRun.Of(["train", "--model", files.LanguageModel, "--backward-model", backward, "--train", files.Labeled, "--output", output, .. little]).Succeeded();
        Assert.Equal(3, CommandRun.WithInput("Das Buch ist gut.\n", "predict", "--model", output).Succeeded().Split('\t').Length);
        foreach (var (first, second, message) in new[]
        {
            (files.LanguageModel, files.FineTuned, $"{files.FineTuned}: reads forward; --backward-model needs a model that reads backward"),
            (backward, backward, "--model reads backward; beside --backward-model it must read forward"),
        })
        {
            Assert.Contains(message, CommandRun.Of(["train", "--model", first, "--backward-model", second, "--train", files.Labeled, "--output", output, .. little]).Refused());
        }

        var student = Path.Combine(files.Folder, "both-students.zip");
        CommandRun.Of(
            ["bootstrap", "--teacher", files.Classifier, "--model", files.LanguageModel, "--backward-model", backward, "--target", files.Labeled, "--output", student, .. little]).Succeeded();
        Assert.NotNull(((TransformerChain<ITransformer>)new MLContext().Model.Load(student, out _)).OfType<MultiFitTransformer>().Single().BackwardModel);
    }

    [Fact]
    public void Standard_input_is_a_corpus_from_which_a_vocabulary_is_learned()
    {
        var output = Path.Combine(files.Folder, "small.multifit");
        var text = string.Join('\n', TextLines.Read(files.Corpus, new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null, false)).Select(line => line.Text));
        var run = CommandRun.WithInput(text, "pretrain", "--corpus", "-", "--vocab-size", "50", "--epochs", "1", "--threads", "1", "--quiet", "--output", output);
        run.Succeeded();
        Assert.Equal("", run.Error);
        Assert.Equal(50, LanguageModel.Load(output).Architecture.VocabularySize);
    }

    [Theory]
    [InlineData("--vocab-size", "50")]
    [InlineData("--character-coverage", "0.99")]
    [InlineData("--hard-vocab-limit", "false")]
    public void A_vocabulary_is_either_given_or_learned(string option, string value)
    {
        var output = Path.Combine(files.Folder, "unwritten.multifit");
        var refusal = CommandRun.Of("pretrain", "--corpus", files.Corpus, "--tokenizer", files.Vocabulary, option, value, "--output", output).Refused();
        Assert.Contains($"{option} is about learning a vocabulary, but --tokenizer gives one.", refusal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_file()
    {
        var again = Path.Combine(files.Folder, "again.multifit");
        CommandRun.Of("finetune", "--model", files.LanguageModel, "--text", files.Labeled, "--epochs", "1", "--batch-size", "8", "--seed", "1", "--threads", "1", "--output", again).Succeeded();
        Assert.Equal(File.ReadAllBytes(files.FineTuned), File.ReadAllBytes(again));
    }

    [Fact]
    public void A_corpus_is_cut_into_pieces_once_and_found_again()
    {
        var cache = Path.Combine(files.Folder, "cache");
        var output = Path.Combine(files.Folder, "cached.multifit");
        string[] arguments =
            ["finetune", "--model", files.LanguageModel, "--corpus", files.Labeled, "--epochs", "1", "--batch-size", "8", "--seed", "1", "--threads", "1", "--cache", cache, "--output", output];
        CommandRun.Of(arguments).Succeeded();
        var pieces = Assert.Single(Directory.GetFiles(cache));
        var written = File.GetLastWriteTimeUtc(pieces);
        CommandRun.Of(arguments).Succeeded();
        Assert.Equal(written, File.GetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(cache))));
        Assert.Equal(File.ReadAllBytes(files.FineTuned), File.ReadAllBytes(output));
        Assert.True(Directory.Exists(Path.Combine(files.Folder, "multifit-cache")));

        // Another reading of the same file is another corpus.
        CommandRun.Of([.. arguments, "--max-documents", "20"]).Succeeded();
        Assert.Equal(2, Directory.GetFiles(cache).Length);
        Assert.Contains("this is a file, --cache needs a folder", CommandRun.Of([.. arguments.Select(argument => argument == cache ? files.Labeled : argument)]).Refused());
    }

    [Fact]
    public void A_learned_vocabulary_is_kept_and_not_learned_again()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["pretrain", "--corpus", files.Corpus, "--language", "de", "--vocab-size", "50", "--epochs", "1", "--batch-size", "8", "--threads", "1", "--cache", folder.File("cache")];
        CommandRun.Of([.. arguments, "--output", folder.File("first.multifit")]).Succeeded();
        var kept = Assert.Single(Directory.GetFiles(folder.File("cache"), "*.model"));
        CommandRun.Of([.. arguments, "--resume", "--output", folder.File("second.multifit")]).Succeeded();
        Assert.Equal(File.ReadAllBytes(folder.File("first.multifit")), File.ReadAllBytes(folder.File("second.multifit")));

        // Another one in its place shows that it is read.
        var learned = SentencePieceModel.Load(kept);
        var other = learned.Pieces.SkipLast(1).Append(new SentencePiece("▁other", -20, SentencePieceType.Normal)).ToList();
        new SentencePieceModel(other, learned.TrainerSpec, learned.NormalizerSpec).Save(kept);
        CommandRun.Of([.. arguments, "--resume", "--output", folder.File("third.multifit")]).Succeeded();
        Assert.Equal(other, LanguageModel.Load(folder.File("third.multifit")).Vocabulary.Pieces);

        // Other options make another vocabulary.
        CommandRun.Of([.. arguments, "--hard-vocab-limit", "false", "--output", folder.File("fourth.multifit")]).Succeeded();
        Assert.Equal(2, Directory.GetFiles(folder.File("cache"), "*.model").Length);
    }

    [Theory]
    [InlineData("--tokenizer {0} --text {2}")]
    [InlineData("--model {1} --text {2}")]
    [InlineData("--model {1} --train {3} --batch-size 6")]
    public void A_learning_rate_is_found(string input)
    {
        var output = Path.Combine(files.Folder, "rates.csv");
        var arguments = string.Format(CultureInfo.InvariantCulture, input, files.Vocabulary, files.LanguageModel, files.Corpus, files.Labeled).Split(' ');
        var rate = CommandRun.Of(["find-rate", .. arguments, "--steps", "40", "--threads", "1", "--quiet", "--output", output]).Succeeded();
        Assert.InRange(double.Parse(rate, CultureInfo.InvariantCulture), 1e-7, 10);
        Assert.InRange(File.ReadAllLines(output).Length, 10, 41);
        Assert.Contains("suggestion", File.ReadAllText(Path.Combine(files.Folder, "rates.svg")));
    }

    [Fact]
    public void Another_kind_of_ML_NET_model_is_refused()
    {
        var ml = new MLContext();
        var data = ml.Data.LoadFromEnumerable([new LabeledText { Label = "a", Text = "b" }]);
        var path = Path.Combine(files.Folder, "copy.zip");
        ml.Model.Save(ml.Transforms.CopyColumns("Copy", "Text").Fit(data), data.Schema, path);
        Assert.Equal($"multifit: {path}: not a model that 'multifit train' saved, which gives 'PredictedLabel' and 'Score'", CommandRun.Of("predict", "--model", path).Refused());
    }

    [Theory]
    [InlineData("evaluate --model {0} --data {1}")]
    [InlineData("predict --model {0}")]
    [InlineData("finetune --model {0} --text {1} --output {2}")]
    [InlineData("train --model {0} --train {1} --output {2}")]
    [InlineData("train --no-pretraining --tokenizer {0} --train {1} --output {2}")]
    [InlineData("tokenizer encode --model {0}")]
    public void Damaged_models_are_refused_by_name(string command)
    {
        var damaged = Path.Combine(files.Folder, $"damaged-{Guid.NewGuid():N}");
        var bytes = File.ReadAllBytes(command.Contains("tokenizer", StringComparison.Ordinal) ? files.Vocabulary : command.StartsWith("evaluate", StringComparison.Ordinal) || command.StartsWith("predict", StringComparison.Ordinal) ? files.Classifier : files.LanguageModel);
        File.WriteAllBytes(damaged, bytes[..(bytes.Length / 2)]);
        var output = Path.Combine(files.Folder, "never.written");
        var line = CommandRun.WithInput("x\n", string.Format(CultureInfo.InvariantCulture, command, damaged, files.Labeled, output).Split(' ')).Refused();
        Assert.Contains(damaged, line);
        Assert.False(File.Exists(output));
    }
}
