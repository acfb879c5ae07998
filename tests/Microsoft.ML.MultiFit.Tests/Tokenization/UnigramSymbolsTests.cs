namespace Microsoft.ML.MultiFit.Tests;

public class UnigramSymbolsTests
{
    private static readonly UnigramTrainerOptions s_options = new() { UserDefinedSymbols = ["u", "v"], ControlSymbols = ["c"] };

    private static string[] Merge(UnigramTrainerOptions options, int learned) =>
        [.. new UnigramSymbols(options).Merge([.. Enumerable.Range(0, learned).Select(i => new SentencePiece($"{i}", -i, SentencePieceType.Normal))]).Select(piece => piece.Piece)];

    [Fact]
    public void Symbols_take_the_lowest_free_ids()
    {
        Assert.Equal(["c", "u", "v", "<unk>", "0", "1"], Merge(s_options, 2));
        var around = s_options with { UnknownId = 0, BeginOfSentenceId = 1, EndOfSentenceId = 2, PadId = 7, EndOfSentencePiece = "end" };
        Assert.Equal(["<unk>", "<s>", "end", "c", "u", "v", "0", "<pad>", "1"], Merge(around, 2));
        Assert.Contains("id 7", Assert.Throws<ArgumentException>(() => Merge(around, 0)).Message);
        Assert.Equal(["c", "u", "v", "<0x00>", "<unk>"], Merge(s_options with { ByteFallback = true, UnknownId = 4 }, 0).Take(5));
    }

    [Fact]
    public void A_symbol_may_be_one_of_those_around_sentences()
    {
        var options = s_options with { UserDefinedSymbols = ["<s>", "u"], BeginOfSentenceId = 0 };
        Assert.Equal(["<s>", "c", "u", "<unk>"], Merge(options, 0));
        Assert.Equal(SentencePieceType.UserDefined, new UnigramSymbols(options).Merge([])[0].Type);
    }

    [Fact]
    public void What_does_not_fit_together_is_said()
    {
        static string Problems(UnigramTrainerOptions options) => string.Join('\n', UnigramSymbols.Problems(options));
        Assert.Empty(Problems(s_options));
        Assert.Contains("'u' is there twice", Problems(s_options with { ControlSymbols = ["u"] }));
        Assert.Contains("'<unk>' is there twice", Problems(s_options with { ControlSymbols = ["<unk>"] }));
        Assert.Contains("<s> and <pad> have the id 5", Problems(s_options with { BeginOfSentenceId = 5, PadId = 5 }));
        Assert.Contains("'<s>' is there twice", Problems(s_options with { BeginOfSentenceId = 5, PadId = 6, PadPiece = "<s>" }));
        Assert.Contains("UnknownId must not be negative", Problems(s_options with { UnknownId = -1 }));
        Assert.Contains("PadPiece must not be empty", Problems(s_options with { PadPiece = "" }));
        Assert.Contains("ControlSymbols must be a list", Problems(s_options with { ControlSymbols = [""] }));
        Assert.Contains("VocabularySize must leave room", Problems(s_options with { ByteFallback = true, VocabularySize = 260 }));
        Assert.Contains("largest of which is 15000", Problems(s_options with { PadId = 15_000 }));
    }
}
