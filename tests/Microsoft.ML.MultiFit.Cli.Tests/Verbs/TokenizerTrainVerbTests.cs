namespace MultiFit.Cli.Tests.Verbs;

public sealed class TokenizerTrainVerbTests : IDisposable
{
    private static readonly string[] s_words = ["gut", "gutes", "buch", "bücher", "film", "filme", "haus", "häuser"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(" ")]
    [InlineData("")]
    public void A_file_of_one_long_line_is_learned_from(string between)
    {
        string line = Words(6000, seed: 1, between);
        Assert.InRange(line.Length, 20_481, 60_000);
        var model = Train(_folder.Write("line.txt", line), "--vocab-size", "42");
        Assert.Equal(42, model.Pieces.Count);
        Assert.True(model.IdOf("ü") >= 0);
    }

    [Fact]
    public void Nothing_of_long_lines_is_lost()
    {
        // Only the long line has this letter.
        var model = Train(_folder.Write("mixed.txt", $"{Words(300, seed: 1, " ")}\n{Words(6000, seed: 2, " z")}\n"), "--vocab-size", "42");
        Assert.True(model.IdOf("z") >= 0);
    }

    private static string Words(int count, int seed, string between)
    {
        var random = new Random(seed);
        return string.Join(between, Enumerable.Range(0, count).Select(_ => s_words[random.Next(s_words.Length)]));
    }

    private SentencePieceModel Train(string input, params string[] options)
    {
        string output = _folder.File("learned.model");
        CommandRun.Of(["tokenizer", "train", "--input", input, "--output", output, "--threads", "1", .. options]).Succeeded();
        return SentencePieceModel.Load(output);
    }
}
