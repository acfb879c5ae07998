using Microsoft.ML.MultiFit.Tests;
using Xunit.Abstractions;

namespace MultiFit.Cli.Tests.Verbs;

public sealed class TokenizerTrainVerbTests(ITestOutputHelper output) : IDisposable
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

    [Fact]
    public void Every_option_reaches_the_trainer()
    {
        string rules = _folder.Write("rules.tsv", "75\t76\n");
        string symbols = _folder.Write("symbols", "<b>\n");
        var model = Train(
            Text(),
            "--vocab_size=330 --hard_vocab_limit=false --text_rules none --character_coverage 0.99 --normalization_rule_tsv", rules, "--denormalization_rule_tsv", rules,
            "--add_dummy_prefix=false --remove_extra_whitespaces false --max_sentencepiece_length=5 --split_by_unicode_script=false --split_by_number=false --split_digits",
            "--treat_whitespace_as_suffix --allow_whitespace_only_pieces=true --split_by_whitespace=false --byte_fallback --required_chars=ж --user_defined_symbols=<a>",
            "--user_defined_symbols_file", symbols, "--control_symbols=<c>,<d> --unk_id=3 --bos_id=-1 --eos_id=6 --pad_id=0 --unk_piece=<?> --bos_piece=<B> --eos_piece=<e>",
            "--pad_piece=<p> --unk_surface=! --max_sentence_length=900 --input_sentence_size=200 --shuffle_input_sentence=false --random_seed=5 --seed_sentencepiece_size=5000",
            "--shrinking_factor=0.5 --num_sub_iterations=3 --num_threads 1 --model_type=unigram");
        var spec = model.TrainerSpec;
        Assert.Equal((false, 0.99f, 5, 900, 200ul, false), (spec.HardVocabularyLimit, spec.CharacterCoverage, spec.MaxSentencePieceLength, spec.MaxSentenceLength, spec.InputSentenceSize, spec.ShuffleInputSentence));
        Assert.Equal((5000, 0.5f, 3), (spec.SeedSentencePieceSize, spec.ShrinkingFactor, spec.SubIterationCount));
        Assert.Equal((false, false, true, true, true, false, true), (spec.SplitByUnicodeScript, spec.SplitByNumber, spec.SplitDigits, spec.TreatWhitespaceAsSuffix, spec.AllowWhitespaceOnlyPieces, spec.SplitByWhitespace, spec.ByteFallback));
        Assert.Equal((3, -1, 6, 0, "<?>", "<B>", "<e>", "<p>", "!"), (spec.UnknownId, spec.BeginOfSentenceId, spec.EndOfSentenceId, spec.PadId, spec.UnknownPiece, spec.BeginOfSentencePiece, spec.EndOfSentencePiece, spec.PadPiece, spec.UnknownSurface));
        Assert.Equal(["<a>", "<b>"], spec.UserDefinedSymbols);
        Assert.Equal(["<c>", "<d>"], spec.ControlSymbols);
        Assert.Equal("ж", spec.RequiredCharacters);
        Assert.Equal(("user_defined", false, false), (model.NormalizerSpec.Name, model.NormalizerSpec.AddDummyPrefix, model.NormalizerSpec.RemoveExtraWhitespaces));
        Assert.NotNull(model.DenormalizerSpec);
        Assert.Equal((-1, true), (model.IdOf("u"), model.IdOf("v") >= 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--character_coverage=1 --byte_fallback --split_digits")]
    [InlineData("--normalization_rule_name=nfkc_cf --user_defined_symbols=<a>,<b> --pad_id=3 --max_sentencepiece_length=6")]
    public void Without_text_rules_the_vocabulary_is_googles(string options)
    {
        string input = Text();
        string[] arguments = ["--vocab_size=300", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        if (ExternalTool.Run(output, "spm_train", "", [$"--input={input}", $"--model_prefix={_folder.File("theirs")}", "--minloglevel=2", "--hard_vocab_limit=false", .. arguments]) is null)
            return;
        var theirs = SentencePieceModel.Load(_folder.File("theirs.model"));
        var ours = Train(input, [.. arguments, "--hard_vocab_limit=false", "--text-rules", "none"]);
        Assert.Equal(theirs.Pieces.Select(piece => piece.Piece).Order(StringComparer.Ordinal), ours.Pieces.Select(piece => piece.Piece).Order(StringComparer.Ordinal));
        Assert.Equal(theirs.Pieces.TakeWhile(piece => piece.Type != SentencePieceType.Normal), ours.Pieces.TakeWhile(piece => piece.Type != SentencePieceType.Normal));
    }

    [Theory]
    [InlineData("--preset Small", 0.9995f)]
    [InlineData("--preset Paper --language de", 1f)]
    [InlineData("--preset Paper --language ru", 0.99f)]
    [InlineData("--preset Paper --language ru --character-coverage 0.98", 0.98f)]
    public void The_presets_coverage_depends_on_the_language(string options, float coverage) =>
        Assert.Equal(coverage, Train(Text(), [.. options.Split(' '), "--hard-vocab-limit", "false"]).TrainerSpec.CharacterCoverage);

    [Fact]
    public void Text_rules_have_symbols_of_their_own_before_the_given_ones()
    {
        var model = Train(Text(), "--vocab-size", "60", "--user-defined-symbols", "<sep>", "--bos-id", "11");
        Assert.Equal([.. new UnigramTrainerOptions().UserDefinedSymbols, "<sep>", "<unk>", "<s>"], model.Pieces.Take(12).Select(piece => piece.Piece));
        Assert.All(model.Pieces.Skip(12), piece => Assert.Equal(piece.Piece.ToLowerInvariant(), piece.Piece));
    }

    [Fact]
    public void Words_are_learned_by_type_or_preset()
    {
        Assert.Equal(SentencePieceModelType.Word, Train(Text(), "--type", "word", "--vocab-size", "30").TrainerSpec.ModelType);
        Assert.Equal(SentencePieceModelType.Word, Train(Text(), "--preset", "Ulmfit").TrainerSpec.ModelType);
        Assert.Equal(SentencePieceModelType.Unigram, Train(Text(), "--preset", "Ulmfit", "--type", "unigram", "--hard-vocab-limit", "false").TrainerSpec.ModelType);
    }

    [Theory]
    [InlineData("--vocab-size 3000", "multifit: --vocab-size 3000 is too large for this text")]
    [InlineData("--vocab-size 3000", "or set --hard-vocab-limit to false")]
    [InlineData("--vocab-size 25", "Raise it, or lower --character-coverage to 0.")]
    [InlineData("--vocab-size 3", "--vocab-size must be at least 20, but is 3.")]
    [InlineData("--character-coverage 2", "--character-coverage must be in (0, 1], but is 2.")]
    [InlineData("--character-coverage much", "--character-coverage must be a number, but is 'much'")]
    [InlineData("--unk-id 1.5", "--unk-id must be a whole number, but is '1.5'")]
    [InlineData("--bos-id 1 --eos-id 1", "--unk-id, --bos-id, --eos-id and --pad-id must differ, but <s> and </s> have the id 1.")]
    [InlineData("--shrinking-factor 1 --seed -1", "--seed must not be negative, but is -1.")]
    [InlineData("--user-defined-symbols a,a", "--user-defined-symbols and --control-symbols must differ")]
    [InlineData("--user-defined-symbols a,,b", "--user-defined-symbols must be a list of texts that are not empty.")]
    [InlineData("--normalization-rule-name nfd", "no normalisation rules 'nfd'; there are identity, nfkc, nmt_nfkc")]
    [InlineData("--normalization-rule-tsv no-such.tsv", "no-such.tsv")]
    [InlineData("--normalization-rule-name nfkc --normalization-rule-tsv r.tsv", "Give either --normalization-rule-name or --normalization-rule-tsv.")]
    [InlineData("--user-defined-symbols-file no-such.txt", "no-such.txt: there is no such file")]
    [InlineData("--split-digits perhaps", "perhaps")]
    [InlineData("--type word --byte-fallback", "--byte-fallback is about pieces, but the vocabulary is to be one of words.")]
    [InlineData("--type word --character-coverage 1", "--character-coverage is about pieces")]
    [InlineData("--type bits", "bits")]
    [InlineData("--text-rules some", "some")]
    public void Wrong_options_are_refused_by_their_names(string options, string expected)
    {
        string path = _folder.File("never.model");
        Assert.Contains(expected, CommandRun.Of(["tokenizer", "train", "--input", Text(), "--output", path, .. options.Split(' ')]).Refused());
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Input_that_is_no_text_is_refused()
    {
        string path = _folder.File("never.model");
        Assert.Contains("no-such.txt: there is no such file", CommandRun.Of("tokenizer", "train", "--input", "no-such.txt", "--output", path).Refused());
        File.WriteAllBytes(_folder.File("binary"), [0x41, 0xFF, 0xFE, 0x00, 0x0A]);
        Assert.Contains("binary(1): not UTF-8 text", CommandRun.Of("tokenizer", "train", "--input", _folder.File("binary"), "--output", path).Refused());
        Assert.Contains("no text", CommandRun.Of("tokenizer", "train", "--input", _folder.Write("empty.txt", "\n \n"), "--output", path).Refused());
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Help_shows_all_options_by_section()
    {
        string help = CommandRun.Of("tokenizer", "train", "--help").Succeeded();
        Assert.Contains("\nSymbols and their ids:\n  --user-defined-symbols <LIST>  ", help);
        Assert.Contains("--seed, --random-seed <N>  ", help);
        Assert.All(help.Split('\n').Where(line => line.StartsWith("  --", StringComparison.Ordinal)), line => Assert.Matches(@"^  --\S+.*  \S", line));
    }

    private static string Words(int count, int seed, string between)
    {
        var random = new Random(seed);
        return string.Join(between, Enumerable.Range(0, count).Select(_ => s_words[random.Next(s_words.Length)]));
    }

    // Words of syllables, with digits and capitals.
    private string Text()
    {
        string[] syllables = ["ka", "ri", "mbo", "we", "tu", "la", "shi", "no", "pe", "za", "go", "ndi", "fu", "ya"];
        var random = new Random(7);
        var words = Enumerable.Range(0, 120).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => syllables[random.Next(syllables.Length)]))).ToArray();
        var lines = Enumerable.Range(0, 400).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(4, 12)).Select(_ => words[(int)(words.Length * Math.Pow(random.NextDouble(), 3))]))
            + $", Za{random.Next(100)}.");
        return _folder.Write("text.txt", string.Join('\n', lines) + "\n");
    }

    private SentencePieceModel Train(string input, params string[] options)
    {
        string path = _folder.File("learned.model");
        CommandRun.Of(["tokenizer", "train", "--input", input, "--output", path, "--quiet", .. options.SelectMany(option => option.Split(' '))]).Succeeded();
        return SentencePieceModel.Load(path);
    }
}
