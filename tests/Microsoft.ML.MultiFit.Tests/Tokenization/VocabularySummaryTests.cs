namespace Microsoft.ML.MultiFit.Tests;

public class VocabularySummaryTests
{
    [Fact]
    public void Counts_are_those_made_by_hand()
    {
        var summary = VocabularySummary.Of(new SentencePieceModel(
            [
                new("<unk>", 0, SentencePieceType.Unknown), new("<s>", 0, SentencePieceType.Control), new("ж", 0, SentencePieceType.UserDefined),
                new("▁a", -1.5f, SentencePieceType.Normal), new("ab😀c", -2, SentencePieceType.Normal), new("ひカ漢", -3, SentencePieceType.Normal),
                new("e\u0301", -0.5f, SentencePieceType.Normal), new("dcba", -2, SentencePieceType.Normal),
            ],
            new(),
            new()));
        Assert.Equal((1, 1, 1, 5), (summary.Counts[SentencePieceType.Unknown], summary.Counts[SentencePieceType.Control], summary.Counts[SentencePieceType.UserDefined], summary.Counts[SentencePieceType.Normal]));
        Assert.Equal((-3, -0.5f, "ab😀c"), (summary.LowestScore, summary.HighestScore, summary.LongestPiece));
        // ▁ a b c d e 😀 ひ カ 漢 and an accent.
        Assert.Equal(11, summary.Characters);
        Assert.Equal([("Latin", 5), ("Common", 2), ("Han", 1), ("Hiragana", 1), ("Inherited", 1), ("Katakana", 1)], summary.Scripts);
    }

    [Fact]
    public void A_model_without_learned_pieces_has_no_scores()
    {
        var summary = VocabularySummary.Of(new SentencePieceModel([new("<unk>", 0, SentencePieceType.Unknown)], new(), new()));
        Assert.Equal((null, null, null, 0), (summary.LowestScore, summary.HighestScore, summary.LongestPiece, summary.Characters));
        Assert.Empty(summary.Scripts);
    }
}
