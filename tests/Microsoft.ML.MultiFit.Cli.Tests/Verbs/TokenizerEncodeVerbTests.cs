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
    [InlineData("plain", "--output_format=nbest_piece --nbest_size=4 --extra_options=eos")]
    [InlineData("plain", "--output_format=nbest_id")]
    [InlineData("plain", "--output_format=sample_piece --random_seed=5")]
    [InlineData("plain", "--output_format=sample_id --nbest_size=-1 --alpha=0.1 --random_seed=8 --extra_options=bos:reverse")]
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
    [InlineData("--output-format nbest_id --nbest-size 0", "--nbest-size must be from 1 to 1024, but is 0.")]
    [InlineData("--output-format sample_id --nbest-size 513", "--nbest-size must be at most 512, but is 513.")]
    [InlineData("--output-format sample_id --alpha -1", "--alpha must be a number from 0 on, but is -1.")]
    [InlineData("--output-format sample_id --alpha x", "--alpha must be a number, but is 'x'")]
    [InlineData("--model no-such.model", "no-such.model")]
    public void Wrong_options_are_refused(string options, string expected)
    {
        string[] model = options.Contains("--model", StringComparison.Ordinal) ? [] : ["--model", vocabularies.Plain];
        Assert.Contains(expected, CommandRun.WithInput("gut\n", ["tokenizer", "encode", .. model, .. options.Split(' ')]).Refused());
    }

    [Theory]
    [InlineData("nbest_id", "only Unigram has n best segmentations.")]
    [InlineData("sample_piece", "cuts every text in one way only: there is nothing to draw.")]
    public void Words_have_one_segmentation(string format, string expected) => Assert.EndsWith(
        expected, CommandRun.WithInput("gut\n", "tokenizer", "encode", "--model", vocabularies.Words, "--output-format", format).Refused());

    [Fact]
    public void Segmentations_are_drawn_anew_by_each_seed()
    {
        string lines = string.Concat(Enumerable.Repeat("das buch ist gut\n", 50));
        string Draw(string seed) => CommandRun.WithInput(
            lines, "tokenizer", "encode", "--model", vocabularies.Plain, "--output-format", "sample_piece", "--nbest-size", "-1", "--alpha", "0", "--seed", seed).Succeeded();
        Assert.InRange(Draw("1").Split('\n').Distinct().Count(), 3, 51);
        Assert.Equal(Draw("1"), Draw("1"));
        Assert.NotEqual(Draw("1"), Draw("2"));
    }

    [Fact]
    public void A_sentence_piece_that_the_vocabulary_lacks_is_refused() => Assert.Equal(
        "multifit: --extra-options: the vocabulary has no piece that ends a sentence.",
        CommandRun.WithInput("gut\n", "tokenizer", "encode", "--model", vocabularies.Without, "--extra-options", "eos").Refused());
}
