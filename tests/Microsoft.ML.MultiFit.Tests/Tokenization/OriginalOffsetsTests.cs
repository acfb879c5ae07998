using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

public class OriginalOffsetsTests(ITestOutputHelper output)
{
    private static SentencePieceModel Model(SentencePieceTrainerSpec spec, params SentencePiece[] more) => new(
        [
            new("<unk>", 0, SentencePieceType.Unknown), new("▁xxmaj", 0, SentencePieceType.UserDefined),
            .. ((string[])["▁", "a", "b", "f", "i", "▁a", "▁ab", "é", "1", "2", "⁄", "fi", "ガ"]).Select(piece => new SentencePiece(piece, -1 - (1f / piece.Length), SentencePieceType.Normal)),
            .. more,
        ],
        spec with { BeginOfSentenceId = -1, EndOfSentenceId = -1 },
        new SentencePieceNormalizerSpec(NormalizationRules.NmtNfkcCaseFolded));

    [Theory]
    [InlineData("ab a", "▁ab=0..2 ▁a=2..4")]
    [InlineData("  ab \t a  ", "▁ab=2..4 ▁a=4..8")]
    [InlineData("b", "▁=0..0 b=0..1")]
    [InlineData("a中😀文a", "▁a=0..1 中😀文=1..5 a=5..6")]
    [InlineData("aﬁ", "▁a=0..1 fi=1..2")]
    [InlineData("b½", "▁=0..0 b=0..1 1=1..1 ⁄=1..1 2=1..2")]
    [InlineData("ae\u0301a", "▁a=0..1 é=1..3 a=3..4")]
    [InlineData("ａｂ　ａ", "▁ab=0..2 ▁a=2..4")]
    [InlineData("ｶﾞ", "▁=0..0 ガ=0..2")]
    [InlineData("İıI", "▁=0..0 İı=0..2 i=2..3")]
    [InlineData("xxmaj ab", "▁xxmaj=0..5 ▁ab=5..8")]
    [InlineData("", "")]
    [InlineData(" \u3000 ", "")]
    public void Tokens_are_found_in_the_original(string text, string expected)
    {
        var tokens = new UnigramTokenizer(Model(new())).EncodeToTokensWithOriginalOffsets(text);
        Assert.Equal(expected, string.Join(' ', tokens.Select(token => $"{token.Value}={token.Offset}")));
    }

    [Fact]
    public void The_last_byte_of_a_character_has_its_place()
    {
        var bytes = Enumerable.Range(0, 256).Select(value => new SentencePiece($"<0x{value:X2}>", 0, SentencePieceType.Byte)).ToArray();
        var tokens = new UnigramTokenizer(Model(new() { ByteFallback = true }, bytes)).EncodeToTokensWithOriginalOffsets("aüa😀");
        Assert.Equal("▁a=0..1 <0xC3>=1..1 <0xBC>=1..2 a=2..3 <0xF0>=3..3 <0x9F>=3..3 <0x98>=3..3 <0x80>=3..5", string.Join(' ', tokens.Select(token => $"{token.Value}={token.Offset}")));
    }

    [Fact]
    public void A_space_at_the_end_of_words_is_in_its_place()
    {
        var model = Model(new() { TreatWhitespaceAsSuffix = true }, new SentencePiece("a▁", -1, SentencePieceType.Normal));
        Assert.Equal("b=1..2 a▁=2..5 a▁=5..6", string.Join(' ', new UnigramTokenizer(model).EncodeToTokensWithOriginalOffsets(" ba  a ").Select(token => $"{token.Value}={token.Offset}")));
    }

    [Fact]
    public void Ranges_follow_each_other_and_cover_the_text()
    {
        if (SharedFiles.Find("data/sentencepiece", output) is not { } folder)
            return;
        var tokenizer = new UnigramTokenizer(SentencePieceModel.Load(Path.Combine(folder, "test_model.model")));
        foreach (string line in SharedFiles.ReadGzipLines(Path.Combine(folder, "test_model.vectors.tsv.gz")).Skip(1).Select(line => line.Split('\t')[0]).Take(500))
        {
            var tokens = tokenizer.EncodeToTokensWithOriginalOffsets(line);
            Assert.Equal(tokenizer.EncodeToTokens(line, out _).Select(token => (token.Id, token.Value)), tokens.Select(token => (token.Id, token.Value)));
            int end = tokens.Count == 0 ? line.Length : tokens[0].Offset.Start.Value;
            Assert.Equal("", tokenizer.Normalizer!.Normalize(line[..end]));
            foreach (var token in tokens)
            {
                Assert.Equal(end, token.Offset.Start.Value);
                end = token.Offset.End.Value;
            }

            Assert.Equal("", tokenizer.Normalizer.Normalize(line[end..]));
        }
    }
}
