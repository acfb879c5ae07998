using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

public sealed class WordVocabularyTrainerTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] s_sentences = ["xxbos das buch und das bild", "xxbos das haus und ein buch", "xxbos ein x y"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_most_frequent_words_after_the_symbols()
    {
        var model = new WordVocabularyTrainer(new() { VocabularySize = 20 }).Train(s_sentences);
        // das 3; buch, ein, und 2; everything else once. xxbos is a symbol already.
        Assert.Equal(["▁xxunk", "▁xxpad", "▁xxbos", "▁xxeos", "▁xxfld", "▁xxmaj", "▁xxup", "▁xxrep", "▁xxwrep", "▁das", "▁buch", "▁ein", "▁und"], model.Pieces.Select(piece => piece.Piece));
        Assert.Equal([MathF.Log(3f / 9), MathF.Log(2f / 9), MathF.Log(2f / 9), MathF.Log(2f / 9)], model.Pieces.Skip(9).Select(piece => piece.Score), (left, right) => Math.Abs(left - right) < 1e-6);
        Assert.Equal((0, 1, 2), (model.UnknownId, model.PadId, model.BeginOfSentenceId));
        Assert.Equal(SentencePieceModelType.Word, model.TrainerSpec.ModelType);

        Assert.Equal(["▁das", "▁xxbos"], Learned(new() { VocabularySize = 20, Symbols = [.. Enumerable.Range(0, 18).Select(i => $"▁s{i}")] }));
        Assert.Equal(["▁das"], Learned(new() { VocabularySize = 20, MinCount = 3 }));
        Assert.Equal(8, Learned(new() { VocabularySize = 20, MinCount = 1 }).Length);
        Assert.Equal(["▁x", "▁y"], Learned(new() { VocabularySize = 20, MinCount = 1, MaxWordLength = 1 }));
    }

    [Fact]
    public void Words_become_ids_and_ids_words()
    {
        var tokenizer = new UnigramTokenizer(new WordVocabularyTrainer(new() { VocabularySize = 20 }).Train(s_sentences));
        // Each unknown word for itself; a symbol's own text is the symbol.
        Assert.Equal([2, 9, 0, 0, 12, 0, 10], tokenizer.EncodeToIds("xxbos das große grüne und xxunk buch"));
        Assert.Equal([2, 9], tokenizer.EncodeToIds("xxbos das große", 2, out _, out _));
        Assert.Equal(7, tokenizer.CountTokens("xxbos das große grüne und xxunk buch"));
        Assert.Equal([(9, "▁das"), (0, "▁große")], tokenizer.EncodeToTokens("das große", out _).Select(token => (token.Id, token.Value)));
        Assert.Equal("das buch", tokenizer.Decode([9, 10]));
        Assert.Empty(tokenizer.EncodeToIds(" "));
        Assert.Equal([0], tokenizer.EncodeToIds(new string('d', 100_000)));
    }

    [Fact]
    public void The_model_serves_a_language_model_and_its_file()
    {
        var vocabulary = new WordVocabularyTrainer(new() { VocabularySize = 20 }).Train(s_sentences.Select(new TextRules { Language = "de" }.Apply));
        var model = LanguageModel.CreateRandom(RandomModels.Architecture, new TextRules { Language = "de" }, vocabulary, seed: 1);
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        var loaded = LanguageModel.Load(file);
        Assert.Equal(model.Encode("Das Buch."), loaded.Encode("Das Buch."));
        Assert.Contains(vocabulary.IdOf("▁das"), loaded.Encode("Das Buch."));
    }

    [Fact]
    public void Memory_is_bounded_and_frequent_words_survive()
    {
        // 60,000 words that occur once, and between them three that come again and again.
        IEnumerable<string> Sentences()
        {
            for (int i = 0; i < 60_000; i++)
                yield return $"w{i} {(i % 2 == 0 ? "often" : i % 4 == 1 ? "less" : "")} {(i % 100 == 0 ? "seldom" : "")}";
        }

        var bounded = new WordVocabularyTrainer(new() { VocabularySize = 20, MaxDistinctWords = 1_000 }).Train(Sentences());
        Assert.Equal(["▁often", "▁less", "▁seldom"], bounded.Pieces.Skip(9).Take(3).Select(piece => piece.Piece));
        var exact = new WordVocabularyTrainer(new() { VocabularySize = 20 }).Train(Sentences());
        Assert.Equal(exact.Pieces.Select(piece => piece.Piece), bounded.Pieces.Select(piece => piece.Piece));
    }

    [Fact]
    public void Wrong_options_and_texts_without_words_are_refused()
    {
        string message = Assert.Throws<ArgumentException>(() => new WordVocabularyTrainer(new() { VocabularySize = 3, MinCount = 0, Symbols = ["xxunk"], MaxWordLength = 0, MaxDistinctWords = 0 })).Message;
        foreach (string option in (string[])["VocabularySize", "MinCount", "Symbols", "MaxWordLength", "MaxDistinctWords"])
            Assert.Contains(option, message);
        Assert.Throws<ArgumentException>(() => new WordVocabularyTrainer(new()).Train([]));
        Assert.Contains("no word occurs 2 times", Assert.Throws<ArgumentException>(() => new WordVocabularyTrainer(new()).Train(["a b c"])).Message);
    }

    [Fact]
    public void Googles_tool_reads_the_model_and_gives_the_same_ids()
    {
        string path = _folder.File("words.model");
        var model = new WordVocabularyTrainer(new() { VocabularySize = 20 }).Train(s_sentences);
        model.Save(path);
        string[] lines = ["das buch und das haus", "xxbos ein  buch ein haus", "x y das", "Das", "ein\u3000buch", "▁das"];
        if (ExternalTool.Run(output, "spm_encode", string.Join('\n', lines) + "\n", $"--model={path}", "--output_format=id") is not { } ids)
            return;
        var tokenizer = new UnigramTokenizer(model);
        // SentencePiece makes one piece of neighbouring unknown words.
        Assert.Equal(ids.TrimEnd('\n').Split('\n'), lines.Select(line => string.Join(' ', Merged(tokenizer.EncodeToIds(line)))));
        string decoded = ExternalTool.Run(output, "spm_decode", ids, $"--model={path}", "--input_format=id")!;
        Assert.Equal(decoded.TrimEnd('\n').Split('\n'), ids.TrimEnd('\n').Split('\n').Select(line => tokenizer.Decode(line.Split(' ').Select(int.Parse))));
    }

    private static IEnumerable<int> Merged(IReadOnlyList<int> ids) => ids.Where((id, i) => i == 0 || id != 0 || ids[i - 1] != 0);

    private static string[] Learned(WordVocabularyOptions options) =>
        [.. new WordVocabularyTrainer(options).Train(s_sentences).Pieces.Skip(options.Symbols.Count).Select(piece => piece.Piece)];
}
