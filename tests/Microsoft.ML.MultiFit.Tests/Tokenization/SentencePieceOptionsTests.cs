using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Models that Google's trainer makes with all kinds of options, cut and put together as by Google's tools.</summary>
public sealed class SentencePieceOptionsTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] s_texts =
    [
        "ein kleiner Test", "  zwei   Leerzeichen \t am Rand  ", "12345 und 6 7 89", "a<sep>b <sep> <sep>  c", "中文 und 😀😀 dazu", "Äpfel ﬁnden ½ e\u0301", "▁roh▁", "<s> </s> <c1>",
        "xyz<0x41>", "\u0001\u200b a", "\u0001", "ohne",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--byte_fallback --user_defined_symbols=<sep>,12 --control_symbols=<c1> --unk_id=3 --bos_id=-1 --eos_id=-1 --pad_id=0 --unk_surface=?")]
    [InlineData("--treat_whitespace_as_suffix --split_digits --self_test_sample_size=5 --unk_piece=[U] --bos_piece=[B] --eos_piece=[E] --pad_piece=[P] --pad_id=7 --bos_id=12 --eos_id=9")]
    [InlineData("--add_dummy_prefix=false --remove_extra_whitespaces=false --allow_whitespace_only_pieces --normalization_rule_name=identity --character_coverage=0.98")]
    [InlineData("--treat_whitespace_as_suffix --byte_fallback --add_dummy_prefix=false --normalization_rule_name=nmt_nfkc_cf --denormalization_rule_tsv=RULES --user_defined_symbols=▁zwei")]
    [InlineData("--remove_extra_whitespaces=false --normalization_rule_tsv=RULES --denormalization_rule_tsv=RULES --split_by_number=false --split_by_unicode_script=false --self_test_sample_size=3")]
    [InlineData("--model_type=bpe --vocab_size=90")]
    [InlineData("--model_type=bpe --vocab_size=330 --byte_fallback --user_defined_symbols=<sep>,12 --control_symbols=<c1> --unk_id=3 --bos_id=-1 --eos_id=-1 --pad_id=0 --unk_surface=?")]
    [InlineData("--model_type=bpe --vocab_size=90 --treat_whitespace_as_suffix --split_digits --self_test_sample_size=5 --unk_piece=[U] --bos_piece=[B] --pad_id=7 --bos_id=12 --eos_id=9")]
    [InlineData("--model_type=bpe --vocab_size=70 --add_dummy_prefix=false --remove_extra_whitespaces=false --allow_whitespace_only_pieces --normalization_rule_name=identity --character_coverage=0.98")]
    [InlineData("--model_type=bpe --vocab_size=90 --split_by_whitespace=false --user_defined_symbols=▁zwei,ei,ein --normalization_rule_name=nmt_nfkc_cf --denormalization_rule_tsv=RULES")]
    [InlineData("--model_type=word")]
    [InlineData("--model_type=word --byte_fallback --user_defined_symbols=<sep>,▁und --control_symbols=<c1> --unk_id=3 --bos_id=-1 --eos_id=-1 --pad_id=0 --unk_surface=?")]
    [InlineData("--model_type=word --treat_whitespace_as_suffix --self_test_sample_size=5 --unk_piece=[U] --pad_id=7 --bos_id=12 --eos_id=9")]
    [InlineData("--model_type=word --add_dummy_prefix=false --remove_extra_whitespaces=false --normalization_rule_name=identity --use_all_vocab")]
    [InlineData("--model_type=char")]
    [InlineData("--model_type=char --byte_fallback --user_defined_symbols=<sep>,12,▁zwei --control_symbols=<c1> --unk_id=3 --bos_id=-1 --eos_id=-1 --pad_id=0 --unk_surface=?")]
    [InlineData("--model_type=char --treat_whitespace_as_suffix --self_test_sample_size=5 --unk_piece=[U] --pad_id=7 --bos_id=12 --eos_id=9 --character_coverage=0.98")]
    [InlineData("--model_type=char --add_dummy_prefix=false --remove_extra_whitespaces=false --normalization_rule_tsv=RULES --denormalization_rule_tsv=RULES")]
    public void Trained_by_google(string options)
    {
        if (Train(options) is not { } path)
            return;
        var model = SentencePieceModel.Load(path);
        string copy = Path.Combine(_folder.Path, "copy.model");
        model.Save(copy);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(copy));
        Compare(path, model);
        var tokenizer = new UnigramTokenizer(model);
        Assert.Equal(options.Contains("self_test", StringComparison.Ordinal), model.SelfTestSamples.Count > 0);
        foreach (var (input, expected) in model.SelfTestSamples)
            Assert.Equal(expected, string.Join(' ', tokenizer.EncodeToTokens(input, out _).Select(token => token.Value)));
    }

    [Theory]
    [InlineData("unigram")]
    [InlineData("bpe")]
    [InlineData("word")]
    [InlineData("char")]
    public void Options_of_spaces_in_every_combination(string kind)
    {
        if (Train($"--model_type={kind} --vocab_size=340 --byte_fallback --user_defined_symbols=<sep>") is not { } trained)
            return;
        var original = SentencePieceModel.Load(trained);
        for (int choice = 0; choice < 32; choice++)
        {
            var model = new SentencePieceModel(
                [.. original.Pieces.Where(piece => piece.Type != SentencePieceType.Byte || (choice & 16) == 0)],
                original.TrainerSpec with { TreatWhitespaceAsSuffix = (choice & 1) != 0, ByteFallback = (choice & 16) == 0 },
                original.NormalizerSpec with { AddDummyPrefix = (choice & 2) == 0, RemoveExtraWhitespaces = (choice & 4) == 0, EscapeWhitespaces = (choice & 8) == 0 });
            string path = Path.Combine(_folder.Path, $"{choice}.model");
            model.Save(path);
            Compare(path, model);
        }
    }

    [Fact]
    public void Fields_of_the_training_are_read()
    {
        if (Train("--character_coverage=0.98 --input_sentence_size=500 --shuffle_input_sentence=false --seed_sentencepiece_size=5000 --shrinking_factor=0.7 --num_threads=1 --num_sub_iterations=3 "
            + "--max_sentencepiece_length=9 --max_sentence_length=500 --split_by_unicode_script=false --split_by_number=false --split_by_whitespace=false --required_chars=äq --accept_language=de,en "
            + "--vocabulary_output_piece_score=false --train_extremely_large_corpus --input_format=text --control_symbols=<c1>,<c2>") is not { } path)
            return;
        var model = SentencePieceModel.Load(path);
        var spec = model.TrainerSpec;
        Assert.Equal((model.Pieces.Count, 0.98f, 500UL, false, 5000, 0.7f), (spec.VocabularySize, spec.CharacterCoverage, spec.InputSentenceSize, spec.ShuffleInputSentence, spec.SeedSentencePieceSize, spec.ShrinkingFactor));
        Assert.Equal((1, 3, 9, 500), (spec.ThreadCount, spec.SubIterationCount, spec.MaxSentencePieceLength, spec.MaxSentenceLength));
        Assert.Equal((false, false, false, false), (spec.SplitByUnicodeScript, spec.SplitByNumber, spec.SplitByWhitespace, spec.HardVocabularyLimit));
        Assert.Equal(("äq", "text", false, true), (spec.RequiredCharacters, spec.InputFormat, spec.VocabularyOutputPieceScore, spec.TrainExtremelyLargeCorpus));
        Assert.Equal(["de", "en"], spec.AcceptedLanguages);
        Assert.Equal(["<c1>", "<c2>"], spec.ControlSymbols);
        Assert.EndsWith("text.txt", Assert.Single(spec.Inputs), StringComparison.Ordinal);
    }

    private string? Train(string options)
    {
        string[] words = ["ein", "kleiner", "Test", "zwei", "Leerzeichen", "und", "Rand", "finden", "Äpfel", "dazu", "12", "345", "2024", "roh", "<sep>", "im", "Garten", "steht"];
        var random = new Random(11);
        var texts = Enumerable.Range(0, 400).Select(_ => string.Join(' ', Enumerable.Range(0, 8).Select(_ => words[random.Next(words.Length)])));
        return GoogleTrainer.Train(output, _folder.Path, texts, options);
    }

    private void Compare(string path, SentencePieceModel model)
    {
        var tokenizer = new UnigramTokenizer(model);
        // Google's tool fails where a whole word of a word model is a control symbol.
        string[] texts = model.TrainerSpec.ModelType == SentencePieceModelType.Word ? [.. s_texts.Select(text => text.Replace("<s>", "x<s>", StringComparison.Ordinal))] : s_texts;
        string ids = ExternalTool.Run(output, "spm_encode", Lines(texts), $"--model={path}", "--output_format=id")!;
        Assert.Equal(ids, Lines(texts.Select(text => string.Join(' ', tokenizer.EncodeToIds(text)))));
        if (!model.TrainerSpec.TreatWhitespaceAsSuffix)
        {
            // This tool knows the normaliser alone, which does not say where a word's space is.
            string normalized = ExternalTool.Run(output, "spm_normalize", Lines(texts), $"--model={path}", "--use_internal_normalization")!;
            Assert.Equal(normalized, Lines(texts.Select(new TextNormalizer(model).Normalize)));
        }

        if (model.TrainerSpec.ModelType == SentencePieceModelType.Unigram)
        {
            string best = ExternalTool.Run(output, "spm_encode", Lines(texts), $"--model={path}", "--output_format=nbest_id", "--nbest_size=4")!;
            Assert.Equal(best, Lines(texts.SelectMany(text => tokenizer.EncodeToNBest(text, 4)).Select(segmentation => string.Join(' ', segmentation.Ids))));
        }

        if (model.TrainerSpec.ModelType is SentencePieceModelType.Unigram or SentencePieceModelType.Bpe)
        {
            string drawn = ExternalTool.Run(output, "spm_encode", Lines(texts), $"--model={path}", "--output_format=sample_id", "--nbest_size=-1", "--alpha=0.4", "--random_seed=17")!;
            var sampler = new SegmentationSampler(tokenizer, new() { Alpha = 0.4f, Seed = 17 });
            Assert.Equal(drawn, Lines(texts.Select(text => string.Join(' ', sampler.EncodeToIds(text)))));
        }

        var random = new Random(13);
        string[] any = [.. Enumerable.Range(0, 60).Select(_ => string.Join(' ', Enumerable.Range(0, 6).Select(_ => random.Next(random.Next(2) == 0 ? 20 : model.Pieces.Count))))];
        string given = ids + Lines(any);
        string decoded = ExternalTool.Run(output, "spm_decode", given, $"--model={path}", "--input_format=id")!;
        Assert.Equal(decoded, Lines(given[..^1].Split('\n').Select(line => tokenizer.Decode(line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)))));
    }

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));
}
