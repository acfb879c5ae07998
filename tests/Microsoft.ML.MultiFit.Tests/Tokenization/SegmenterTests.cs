using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Byte pair encoding, words and characters: by hand, and against Google's tools on random vocabularies, which no trainer would make.</summary>
public sealed class SegmenterTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static SentencePiece Normal(string piece, float score) => new(piece, score, SentencePieceType.Normal);

    [Fact]
    public void Pairs_are_merged_by_score_and_from_the_left()
    {
        var model = RandomVocabularies.Model(SentencePieceModelType.Bpe, "<unk>", Normal("ab", -1), Normal("bc", 0), Normal("aa", -2), Normal("aaa", -3), Normal("a", -9), Normal("c", -9));
        var tokenizer = new UnigramTokenizer(model);
        // b c is better than a b; of a a a a the left two come first, then the right two, and two pairs are no piece.
        Assert.Equal(["a", "bc"], Pieces(tokenizer, "abc"));
        Assert.Equal(["aa", "aa"], Pieces(tokenizer, "aaaa"));
        Assert.Equal(["aaa", "ab"], Pieces(tokenizer, "aaaab"));
        Assert.Equal(["aa", "xb", "a"], Pieces(tokenizer, "aaxba"));
        Assert.Equal([4, 0, 6], tokenizer.EncodeToIds("aaxba"));
    }

    [Fact]
    public void Unused_pieces_are_merged_and_cut_again()
    {
        SentencePiece[] pieces = [Normal("a", -9), Normal("b", -9), new("ab", -1, SentencePieceType.Unused), new("aba", -2, SentencePieceType.Unused), Normal("abab", -3), new("c", -9, SentencePieceType.Unused)];
        var tokenizer = new UnigramTokenizer(RandomVocabularies.Model(SentencePieceModelType.Bpe, "<unk>", pieces));
        Assert.Equal(["abab", "a", "b", "a", "c"], Pieces(tokenizer, "abababac"));
        var characters = new UnigramTokenizer(RandomVocabularies.Model(SentencePieceModelType.Char, "<unk>", pieces));
        Assert.Equal([2, 3, 7, 0], characters.EncodeToIds("abcxy"));
    }

    [Fact]
    public void A_control_symbol_in_text_is_unknown()
    {
        foreach (var kind in Enum.GetValues<SentencePieceModelType>())
            Assert.DoesNotContain(1, new UnigramTokenizer(RandomVocabularies.Model(kind, "<unk>", Normal("a", -1))).EncodeToIds("<s> a"));
    }

    [Fact]
    public void Unknown_words_are_merged_unless_the_unknown_piece_is_a_word()
    {
        Assert.Equal([0, 2, 0], new UnigramTokenizer(RandomVocabularies.Model(SentencePieceModelType.Word, "<unk>", Normal("▁a", -1))).EncodeToIds("x y z a b"));
        Assert.Equal([0, 0, 0, 2, 0], new UnigramTokenizer(RandomVocabularies.Model(SentencePieceModelType.Word, "▁xxunk", Normal("▁a", -1))).EncodeToIds("x y z a b"));
    }

    [Fact]
    public void A_megabyte_without_spaces_is_merged()
    {
        var pieces = Enumerable.Range(1, 10).Select(power => Normal(new string('a', 1 << power), -power)).Append(Normal("a", -99)).ToArray();
        var ids = new UnigramTokenizer(RandomVocabularies.Model(SentencePieceModelType.Bpe, "<unk>", pieces)).EncodeToIds(new string('a', (1 << 20) + 5));
        Assert.Equal(1024 + 2, ids.Count);
    }

    [Theory]
    [InlineData(SentencePieceModelType.Bpe)]
    [InlineData(SentencePieceModelType.Char)]
    [InlineData(SentencePieceModelType.Word)]
    [InlineData(SentencePieceModelType.Unigram)]
    public void Random_vocabularies_give_googles_ids(SentencePieceModelType kind)
    {
        for (int seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var model = RandomVocabularies.Create(kind, random);
            string path = _folder.File($"{seed}.model");
            model.Save(path);
            string[] lines = RandomVocabularies.Lines(60, 12, random);
            if (ExternalTool.Run(output, "spm_encode", string.Join('\n', lines) + "\n", $"--model={path}", "--output_format=id") is not { } ids)
                return;
            var tokenizer = new UnigramTokenizer(model);
            Assert.Equal(ids.TrimEnd('\n').Split('\n'), lines.Select(line => string.Join(' ', tokenizer.EncodeToIds(line))));
        }
    }

    private static IEnumerable<string> Pieces(UnigramTokenizer tokenizer, string text) => tokenizer.EncodeToTokens(text, out _).Select(token => token.Value);
}
