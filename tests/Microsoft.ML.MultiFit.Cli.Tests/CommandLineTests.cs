namespace MultiFit.Cli.Tests;

/// <summary>What can be refused is refused at once, in one line, before any work.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("corpus")]
    [InlineData("tokenizer train")]
    [InlineData("tokenizer encode")]
    [InlineData("tokenizer decode")]
    [InlineData("pretrain")]
    [InlineData("finetune")]
    [InlineData("train")]
    [InlineData("bootstrap")]
    [InlineData("find-rate")]
    [InlineData("evaluate")]
    [InlineData("predict")]
    public void Help_ends_with_an_example_of_the_verb(string verb)
    {
        var help = CommandRun.Of([.. verb.Split(' '), "--help"]).Succeeded();
        Assert.Contains($"multifit {verb} --", help[help.IndexOf("Example", StringComparison.Ordinal)..]);
        Assert.Contains("--threads", help);
    }

    [Theory]
    [InlineData("pretrain --nonsense 1", "--nonsense")]
    [InlineData("pretrain --output x.multifit", "--corpus")]
    [InlineData("pretrain --corpus - --output x.multifit --epochs 0", "--epochs must be a whole number of at least 1, but is '0'")]
    [InlineData("pretrain --corpus - --output x.multifit --epochs many", "but is 'many'")]
    [InlineData("pretrain --corpus - --output x.multifit --preset Tiny", "--preset must be Small or Paper")]
    [InlineData("pretrain --corpus - --output x.multifit --device tpu", "--device: Device must be cpu, cuda, or cuda: with a number, but is 'tpu'")]
    [InlineData("train --model x --train - --output x.zip --device cuda:99", "--device: Device is 'cuda:99', but")]
    [InlineData("pretrain --corpus - --output x.multifit --encoder gru", "--encoder must be qrnn or lstm")]
    [InlineData("pretrain --corpus no-such.txt --output x.multifit", "no-such.txt: there is no such file")]
    [InlineData("pretrain --corpus - --output /no/such/folder/x.multifit", "/no/such/folder/x.multifit: there is no folder")]
    [InlineData("pretrain --corpus - --output x.multifit --learning-rate nan", "--learning-rate must be a positive number")]
    [InlineData("pretrain --corpus - --output x.multifit --checkpoint-minutes -1", "--checkpoint-minutes must be a number from 0 to 10000, but is '-1'")]
    [InlineData("pretrain --corpus - --output x.multifit --language German", "--language")]
    [InlineData("tokenizer encode --model m --output-format words", "words")]
    [InlineData("train --train t.tsv --output x.zip", "Give either --model, or --no-pretraining with --tokenizer.")]
    [InlineData("train --train t.tsv --output x.zip --no-pretraining", "Give either --model")]
    [InlineData("train --train t.tsv --output x.zip --no-pretraining --model m --tokenizer t", "Give either --model")]
    [InlineData("bootstrap --target t --model m --output x.zip", "Give either --teacher, or --source and --parallel with --source-column and --target-column.")]
    [InlineData("bootstrap --source s --parallel p --source-column en --target t --model m --output x.zip", "Give either --teacher")]
    [InlineData("bootstrap --parallel p --source-column en --target-column de --target t --model m --output x.zip", "Give either --teacher")]
    [InlineData("bootstrap --teacher z --parallel p --target t --model m --output x.zip", "Give either --teacher")]
    [InlineData("bootstrap --teacher no-such.zip --target t --model m --output /no/such/folder/x.zip", "/no/such/folder/x.zip: there is no folder")]
    [InlineData("bootstrap --teacher z --target no-such.txt --model m --output x.zip", "no-such.txt: there is no such file")]
    [InlineData("bootstrap --teacher z --target t --model m --output x.zip --json", "--json goes with --evaluate.")]
    [InlineData("bootstrap --teacher z --target t --model m --output x.zip --min-confidence 2", "--min-confidence must be a number from 0 to 1, but is '2'")]
    [InlineData("bootstrap --teacher z --target t --model m --output x.zip --rounds 0", "--rounds must be a whole number of at least 1, but is '0'")]
    [InlineData("find-rate --text t --output x.csv", "Give either --model or --tokenizer.")]
    [InlineData("find-rate --model m --text t --train t --output x.csv", "Give either --text or --train.")]
    [InlineData("evaluate --model m.zip --data no-such.tsv", "no-such.tsv: there is no such file")]
    [InlineData("predict --model no-such.zip", "no-such.zip: there is no such file")]
    public void Wrong_options_are_refused_in_one_line(string arguments, string expected) =>
        Assert.Contains(expected, CommandRun.Of(arguments.Split(' ')).Refused());

    [Fact]
    public void A_folder_is_neither_input_nor_output()
    {
        var text = _folder.Write("t.txt", "a\n");
        Assert.Contains("this is a folder", CommandRun.Of("pretrain", "--corpus", _folder.Path, "--output", _folder.File("x")).Refused());
        Assert.Contains("this is a folder", CommandRun.Of("pretrain", "--corpus", text, "--output", _folder.Path).Refused());
    }

    [Theory]
    [InlineData("pretrain --corpus x")]
    [InlineData("finetune --model x --text x")]
    [InlineData("train --model x --train x")]
    [InlineData("bootstrap --teacher x --target x --model x")]
    public void A_checkpoint_is_not_overwritten_by_starting_anew(string verb)
    {
        var output = _folder.File("x.out");
        _folder.Write("x.out.checkpoint", "precious");
        var line = CommandRun.Of([.. verb.Split(' '), "--output", output]).Refused();
        Assert.Equal($"multifit: {output}.checkpoint: the checkpoint of a run that has not ended; give --resume to go on with it, or delete it to start anew", line);
    }

    [Fact]
    public void One_label_makes_no_classifier()
    {
        var data = _folder.Write("one.tsv", "label\ttext\na\tx\na\ty\n");
        var line = CommandRun.Of("train", "--model", "m.multifit", "--train", data, "--output", _folder.File("x.zip")).Refused();
        Assert.Contains("one.tsv: every document has the label 'a'", line);
    }

    [Fact]
    public void Validation_labels_must_be_training_labels()
    {
        var train = _folder.Write("train.tsv", "label\ttext\na\tx\nb\ty\n");
        var validation = _folder.Write("dev.tsv", "label\ttext\na\tx\nc\ty\n");
        var line = CommandRun.Of("train", "--model", "m", "--train", train, "--validation", validation, "--output", _folder.File("x.zip")).Refused();
        Assert.Contains("dev.tsv(3): unknown label 'c'", line);
    }

    [Fact]
    public void Unexpected_errors_and_cancellation_have_codes_of_their_own()
    {
        using var error = new StringWriter();
        Assert.Equal(1, ExitCode.Of(new InvalidOperationException("boom"), error));
        Assert.Equal(1, ExitCode.Of(new TrainingException("Diverged."), error));
        Assert.EndsWith("\nmultifit: Diverged.", error.ToString().TrimEnd());
        Assert.Equal(130, ExitCode.Of(new TaskCanceledException(), error));
        Assert.Equal(2, ExitCode.Of(new ArgumentException("Bad.", "options"), error));
        Assert.EndsWith("multifit: Bad.", error.ToString().TrimEnd());
    }
}
