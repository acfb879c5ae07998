using Microsoft.ML.MultiFit.Tests;
using Xunit.Abstractions;

namespace MultiFit.Cli.Tests.Verbs;

public sealed class TokenizerEncodeVerbTests(SmallVocabularies vocabularies, ITestOutputHelper output) : IClassFixture<SmallVocabularies>
{
    private const string Lines = "das buch ist gut\n\n  zwei  wörter <sep>gut 中😀\ngut\n";

    [Theory]
    [InlineData("plain", "--output_format=piece")]
    [InlineData("plain", "--output_format=id")]
    [InlineData("plain", "--output_format=id --extra_options=bos:eos")]
    [InlineData("plain", "--output_format=piece --extra_options=reverse:bos:eos:unk")]
    [InlineData("plain", "--output_format=id --extra_options=eos:reverse:bos:reverse")]
    [InlineData("bytes", "--output_format=piece")]
    [InlineData("rules", "--output_format=id")]
    public void Lines_are_those_of_googles_tool(string name, string options)
    {
        string[] arguments = [$"--model={vocabularies.Of(name)}", .. options.Split(' ')];
        if (ExternalTool.Run(output, "spm_encode", Lines, arguments) is { } theirs)
            Assert.Equal(theirs, CommandRun.WithInput(Lines, ["tokenizer", "encode", .. arguments]).Succeeded());
    }

    [Fact]
    public void Steps_follow_in_their_order()
    {
        string Encode(string steps) => CommandRun.WithInput("gut\n", "tokenizer", "encode", "--model", vocabularies.Plain, "--extra-options", steps).Succeeded().TrimEnd('\n');
        Assert.Equal("▁ g u t", Encode(""));
        Assert.Equal("<s> ▁ g u t </s>", Encode("bos:eos"));
        Assert.Equal("</s> t u g ▁ <s>", Encode("bos:eos:reverse"));
        Assert.Equal("t u g ▁ </s>", Encode("reverse:eos"));
    }

    [Fact]
    public void A_long_stream_keeps_its_order()
    {
        string[] lines = [.. Enumerable.Range(0, 3000).Select(i => $"buch {i}")];
        var encoded = CommandRun.WithInput(string.Join('\n', lines), "tokenizer", "encode", "--model", vocabularies.Plain, "--threads", "3").Succeeded();
        var tokenizer = new UnigramTokenizer(SentencePieceModel.Load(vocabularies.Plain));
        Assert.Equal(lines.Select(line => string.Join(' ', tokenizer.EncodeToTokens(line, out _).Select(token => token.Value))), encoded.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("--extra-options start", "--extra-options must be bos, eos, reverse or unk, or several of them with ':' between, but has 'start'.")]
    [InlineData("--output-format words", "words")]
    [InlineData("--model no-such.model", "no-such.model")]
    public void Wrong_options_are_refused(string options, string expected)
    {
        string[] model = options.Contains("--model", StringComparison.Ordinal) ? [] : ["--model", vocabularies.Plain];
        Assert.Contains(expected, CommandRun.WithInput("gut\n", ["tokenizer", "encode", .. model, .. options.Split(' ')]).Refused());
    }

    [Fact]
    public void A_sentence_piece_that_the_vocabulary_lacks_is_refused() => Assert.Equal(
        "multifit: --extra-options: the vocabulary has no piece that ends a sentence.",
        CommandRun.WithInput("gut\n", "tokenizer", "encode", "--model", vocabularies.Without, "--extra-options", "eos").Refused());
}
