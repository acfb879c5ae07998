using System.Buffers;
using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

public class UnigramTokenizerTests(ITestOutputHelper output)
{
    [Fact]
    public void Best_path_by_hand()
    {
        var tokenizer = new UnigramTokenizer(SmallVocabulary.Create());
        // ▁ab + ba = -9 beats ▁ab + b + a = -11.5 and ▁ + a + b + ba = -16.5.
        Assert.Equal([5, 8], tokenizer.EncodeToIds("abba"));
        Assert.Equal([2, 5], tokenizer.EncodeToIds("xxmaj ab"));
        Assert.Equal("abba ab", tokenizer.Decode([5, 8, 5]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\u3000")]
    public void Empty_text_has_no_pieces(string text)
    {
        var tokenizer = new UnigramTokenizer(SmallVocabulary.Create());
        Assert.Empty(tokenizer.EncodeToIds(text));
        Assert.Empty(tokenizer.EncodeToTokens(text, out _));
        Assert.Equal(0, tokenizer.CountTokens(text));
        Assert.Equal("", tokenizer.Decode([]));
    }

    [Fact]
    public void Neighbouring_unknown_characters_are_one_piece()
    {
        var tokens = new UnigramTokenizer(SmallVocabulary.Create()).EncodeToTokens("a中😀文a", out string? normalized);
        Assert.Equal("▁a中😀文a", normalized);
        Assert.Equal([(4, "▁"), (6, "a"), (3, "中😀文"), (6, "a")], tokens.Select(token => (token.Id, token.Value)));
        Assert.Equal([0..1, 1..2, 2..6, 6..7], tokens.Select(token => token.Offset));
    }

    [Fact]
    public void Unknown_text_can_have_another_id_than_the_unknown_piece()
    {
        var tokenizer = new UnigramTokenizer(SmallVocabulary.Create(new() { UnknownTextId = 0 }));
        Assert.Equal([4, 6, 0, 6], tokenizer.EncodeToIds("a中文a"));
        Assert.Equal(4, tokenizer.CountTokens("a中文a"));
        Assert.Contains("id 99", Assert.Throws<InvalidDataException>(() => SmallVocabulary.Create(new() { UnknownTextId = 99 })).Message);
    }

    [Fact]
    public void Lone_surrogates_are_spaces_as_the_rules_say()
    {
        var tokenizer = new UnigramTokenizer(SmallVocabulary.Create());
        Assert.Equal(tokenizer.EncodeToIds("a a"), tokenizer.EncodeToIds("a\uD83Da"));
        Assert.Equal(tokenizer.EncodeToIds("ba"), tokenizer.EncodeToIds("\uDE00ba\uD83D"));
    }

    [Fact]
    public void Unknown_characters_can_be_spelled_in_bytes()
    {
        var tokenizer = new UnigramTokenizer(SmallVocabulary.WithBytes());
        // ü is C3 BC in UTF-8; the byte pieces begin at id 9.
        Assert.Equal([4, 6, 9 + 0xC3, 9 + 0xBC, 7], tokenizer.EncodeToIds("aüb"));
        Assert.Equal("aüb", tokenizer.Decode(tokenizer.EncodeToIds("aüb")));
        Assert.Equal(5, tokenizer.CountTokens("aüb"));
        Assert.Equal(5, tokenizer.EncodeToTokens("aüb", out _).Count);
        // A byte that belongs to no character is U+FFFD.
        Assert.Equal("a\uFFFD\uFFFDbü\uFFFD", tokenizer.Decode([6, 9 + 0xE4, 9 + 0xB8, 7, 9 + 0xC3, 9 + 0xBC, 9 + 0xC3]));
    }

    [Fact]
    public void Decoding_into_a_buffer_stops_when_it_is_full()
    {
        var tokenizer = new UnigramTokenizer(SmallVocabulary.Create());
        var buffer = new char[5];
        Assert.Equal(OperationStatus.Done, tokenizer.Decode([5, 8], buffer, out int ids, out int chars));
        Assert.Equal((2, "abba"), (ids, new string(buffer, 0, chars)));
        Assert.Equal(OperationStatus.DestinationTooSmall, tokenizer.Decode([5, 8, 5], buffer, out ids, out chars));
        Assert.Equal((2, "abba"), (ids, new string(buffer, 0, chars)));
        Assert.Equal(OperationStatus.InvalidData, tokenizer.Decode([5, 99], buffer, out ids, out chars));
        Assert.Equal((1, "ab"), (ids, new string(buffer, 0, chars)));
        Assert.Throws<ArgumentException>(() => tokenizer.Decode([-1]));
    }

    [Fact]
    public void Decoded_text_is_denormalised()
    {
        var model = SmallVocabulary.Create();
        var denormalizer = SentencePieceNormalizerSpec.Of(new NormalizationRules([new("ab", "ÄB"), new("a", "")]));
        var tokenizer = new UnigramTokenizer(new SentencePieceModel(model.Pieces, model.TrainerSpec, model.NormalizerSpec, denormalizer));
        Assert.Equal("ÄBb ÄB", tokenizer.Decode([5, 8, 5]));
        var buffer = new char[6];
        Assert.Equal(OperationStatus.Done, tokenizer.Decode([5, 8, 5], buffer, out int ids, out int chars));
        Assert.Equal((3, "ÄBb ÄB"), (ids, new string(buffer, 0, chars)));
        Assert.Equal(OperationStatus.DestinationTooSmall, tokenizer.Decode([5, 8, 5], buffer.AsSpan(1), out ids, out chars));
        Assert.Equal((0, 0), (ids, chars));
        Assert.Equal(OperationStatus.InvalidData, tokenizer.Decode([5, 99], buffer, out ids, out chars));
        Assert.Equal((1, 2), (ids, chars));
    }

    [Fact]
    public void A_megabyte_gives_as_many_pieces_as_its_parts()
    {
        var tokenizer = new UnigramTokenizer(SmallVocabulary.Create());
        foreach (string unit in (string[])["abba ", "ab中 ", "ﬁa\u0301 "])
        {
            int count = 1_000_000 / unit.Length;
            Assert.Equal(count * tokenizer.CountTokens(unit), tokenizer.EncodeToIds(string.Concat(Enumerable.Repeat(unit, count))).Count);
        }

        Assert.Equal([4, 3], tokenizer.EncodeToIds(new string('中', 1_000_000)));
    }

    [Fact]
    public void Many_threads_share_one_tokenizer()
    {
        var tokenizer = new UnigramTokenizer(SmallVocabulary.Create());
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => string.Concat(Enumerable.Range(0, i).Select(j => "ab 中"[(i * j) % 4])))];
        var alone = texts.Select(text => tokenizer.EncodeToIds(text)).ToArray();
        Parallel.For(0, 2_000, i => Assert.Equal(alone[i % 200], tokenizer.EncodeToIds(texts[i % 200])));
    }

    [Theory]
    [InlineData("ref_sw_unigram_4000")]
    [InlineData("test_model")]
    [InlineData("test_ja_model")]
    public void Ids_and_decoded_text_equal_googles_on_several_languages(string name)
    {
        if (SharedFiles.Find("data/sentencepiece", output) is not { } folder)
            return;
        string path = Path.Combine(folder, name + ".model");
        string[] lines = [.. new[] { "de", "en", "fr", "ja", "ru", "yo", "zh" }.SelectMany(language => Lines(folder, language))];
        Assert.True(lines.Length >= 100);
        if (ExternalTool.Run(output, "spm_encode", string.Join('\n', lines) + "\n", $"--model={path}", "--output_format=id") is not { } ids)
            return;
        var tokenizer = new UnigramTokenizer(SentencePieceModel.Load(path));
        string[] expected = ids.TrimEnd('\n').Split('\n');
        Assert.Equal(expected, lines.Select(line => string.Join(' ', tokenizer.EncodeToIds(line))));
        string decoded = ExternalTool.Run(output, "spm_decode", ids, $"--model={path}", "--input_format=id")!;
        Assert.Equal(decoded.TrimEnd('\n').Split('\n'), expected.Select(line => tokenizer.Decode(line.Split(' ').Select(int.Parse))));
    }

    // Lines of the vector files and, for languages without one, of texts written here.
    private static IEnumerable<string> Lines(string folder, string language) => language switch
    {
        "fr" or "ja" => SharedFiles.ReadGzipLines(Path.Combine(folder, $"ref_{language}_unigram_{(language == "fr" ? 8000 : 4000)}.vectors.tsv.gz"))
            .Skip(1).Select(line => line.Split('\t')[0]).Where(line => line.Trim().Length > 0).Take(60),
        "de" => ["Die Straßenbahn fährt um 7:45 Uhr ab – „pünktlich“, wie immer.", "Fußgängerübergänge & Ähnliches…"],
        "en" => ["The quick brown fox can't jump over 3,141.59 lazy dogs!!!", "ﬁnally ½ of ① is №2 ™"],
        "ru" => ["Съешь ещё этих мягких французских булок, да выпей чаю.", "Й и Й"],
        "yo" => ["Ọ̀rọ̀ àwọn ọmọ Yorùbá ni èyí jẹ́.", "ẹ̀kọ́ ẹ\u0300ko\u0301"],
        _ => ["今天天气很好，我们去公园散步吧。", "台灣的路透社１４日電"],
    };
}
