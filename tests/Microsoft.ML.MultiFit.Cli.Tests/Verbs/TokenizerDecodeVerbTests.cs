using Microsoft.ML.MultiFit.Tests;
using Xunit.Abstractions;

namespace MultiFit.Cli.Tests.Verbs;

public sealed class TokenizerDecodeVerbTests(SmallVocabularies vocabularies, ITestOutputHelper output) : IClassFixture<SmallVocabularies>
{
    [Theory]
    [InlineData("plain", "")]
    [InlineData("plain", "--extra_options=reverse")]
    [InlineData("bytes", "")]
    [InlineData("rules", "")]
    public void Ids_become_googles_text(string name, string options)
    {
        int count = SentencePieceModel.Load(vocabularies.Of(name)).Pieces.Count;
        var random = new Random(1);
        string lines = string.Concat(Enumerable.Range(0, 200).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(count))) + "\n"));
        Compare(name, lines, ["--input_format=id", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("bytes")]
    [InlineData("rules")]
    public void Pieces_become_googles_text(string name)
    {
        string[] pieces = [.. SentencePieceModel.Load(vocabularies.Of(name)).Pieces.Select(piece => piece.Piece), "▁", "▁▁", "unheard", "▁unheard", "中", "<nothing>"];
        var random = new Random(2);
        string lines = string.Concat(Enumerable.Range(0, 300).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)])) + "\n"));
        Compare(name, lines, []);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("piece")]
    public void What_was_encoded_comes_back(string format)
    {
        const string Lines = "das buch 7 ist gut\n\nder film\n";
        string encoded = CommandRun.WithInput(Lines, "tokenizer", "encode", "--model", vocabularies.Plain, "--output-format", format).Succeeded();
        Assert.Equal(Lines, CommandRun.WithInput(encoded, "tokenizer", "decode", "--model", vocabularies.Plain, "--input-format", format).Succeeded());
    }

    [Theory]
    [InlineData("7 many", "standard input(1): 'many' is not the number of a piece")]
    [InlineData("-1", "standard input(1): '-1' is not the number of a piece")]
    [InlineData("1.0", "standard input(1): '1.0' is not the number of a piece")]
    [InlineData("99999999999", "standard input(1): '99999999999' is not the number of a piece")]
    [InlineData("4000", "standard input(1): there is no piece 4000; the vocabulary has ")]
    public void Rubbish_is_refused_with_its_line(string line, string expected) => Assert.Contains(expected, Decode($"{line}\nx\n").Refused());

    [Fact]
    public void Lines_before_a_wrong_one_are_written()
    {
        string good = CommandRun.WithInput("gut\n", "tokenizer", "encode", "--model", vocabularies.Plain, "--output-format", "id").Succeeded();
        var run = Decode(string.Concat(Enumerable.Repeat(good, 700)) + "x\ny\n" + good);
        Assert.Equal((ExitCode.BadInput, "multifit: standard input(701): 'x' is not the number of a piece\n"), (run.Code, run.Error));
        Assert.Equal(700, run.Output.Split('\n').Count(line => line == "gut"));
    }

    [Fact]
    public void A_foreign_file_is_refused()
    {
        string foreign = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.model");
        File.WriteAllText(foreign, "This is no model.\n");
        try
        {
            Assert.Contains($"'{foreign}' is not a readable SentencePiece model", CommandRun.WithInput("1\n", "tokenizer", "decode", "--model", foreign).Refused());
        }
        finally
        {
            File.Delete(foreign);
        }
    }

    private CommandRun Decode(string input) => CommandRun.WithInput(input, "tokenizer", "decode", "--model", vocabularies.Plain, "--input-format", "id");

    private void Compare(string name, string lines, string[] options)
    {
        string[] arguments = [$"--model={vocabularies.Of(name)}", .. options];
        // Of an empty line Google's tool makes the piece 0 by accident where it expects ids.
        lines = lines.Replace("\n\n", "\n", StringComparison.Ordinal).TrimStart('\n');
        if (ExternalTool.Run(output, "spm_decode", lines, arguments) is { } theirs)
            Assert.Equal(theirs, CommandRun.WithInput(lines, ["tokenizer", "decode", .. arguments]).Succeeded());
    }
}
