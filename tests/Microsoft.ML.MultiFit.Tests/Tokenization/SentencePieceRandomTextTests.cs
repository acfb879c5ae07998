using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>
/// Random lines, cut and put together as by Google's tools. 2,000 for each model, or as many as the environment variable <c>MULTIFIT_RANDOM_LINES</c> says.
/// </summary>
public sealed class SentencePieceRandomTextTests(ITestOutputHelper output) : IDisposable
{
    private const int BatchSize = 500;

    private static readonly int s_lineCount =
        Environment.GetEnvironmentVariable("MULTIFIT_RANDOM_LINES") is { Length: > 0 } count ? int.Parse(count, CultureInfo.InvariantCulture) : 2_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("test_model")]
    [InlineData("test_ja_model")]
    [InlineData("seqio_sentencepiece")]
    [InlineData("ref_sw_unigram_4000")]
    [InlineData("ref_ja_unigram_4000")]
    [InlineData("ref_fr_unigram_8000")]
    public void Of_models_beside_the_checkout(string name)
    {
        if (SharedFiles.Find("data/sentencepiece", output) is { } folder)
            Check(Path.Combine(folder, name + ".model"));
    }

    [Theory]
    [InlineData("--normalization_rule_name=nmt_nfkc")]
    [InlineData("--byte_fallback --user_defined_symbols=<sep>,12,▁und --control_symbols=<c1> --unk_surface=?")]
    [InlineData("--byte_fallback --treat_whitespace_as_suffix --split_digits --normalization_rule_name=nfkc_cf")]
    [InlineData("--treat_whitespace_as_suffix --user_defined_symbols=<sep>")]
    [InlineData("--add_dummy_prefix=false --normalization_rule_name=nmt_nfkc_cf --control_symbols=<c1>")]
    [InlineData("--remove_extra_whitespaces=false --normalization_rule_name=nfkc --split_digits")]
    [InlineData("--add_dummy_prefix=false --remove_extra_whitespaces=false --normalization_rule_name=identity --allow_whitespace_only_pieces")]
    [InlineData("--normalization_rule_name=identity --byte_fallback --user_defined_symbols=▁,<sep>,ein")]
    [InlineData("--split_by_whitespace=false --split_by_number=false --split_by_unicode_script=false")]
    [InlineData("--split_by_whitespace=false --treat_whitespace_as_suffix --remove_extra_whitespaces=false --byte_fallback")]
    [InlineData("--normalization_rule_tsv=RULES --denormalization_rule_tsv=RULES --user_defined_symbols=<sep>,e")]
    [InlineData("--user_defined_symbols=▁xxunk,▁xxpad,▁xxbos,▁xxeos --unk_id=4 --bos_id=-1 --eos_id=-1 --pad_id=-1 --character_coverage=0.99")]
    public void Of_models_that_google_trains(string options)
    {
        // Lines in which most words come again, as a vocabulary needs them.
        string[] words =
        [
            "ein", "kleiner", "Test", "zwei", "Leerzeichen", "und", "Rand", "finden", "Äpfel", "dazu", "12", "345", "2024", "roh", "<sep>", "im",
            "Garten", "steht",
            "наш", "дом", "большой", "今天天气", "很好", "これは", "テスト", "です", "ẹ̀kọ́", "Yorùbá", "한국어", "שלום", "مرحبا", "नमस्ते",
            "ﬁne", "½", "e\u0301te", "😀", "don't", "e-mail",
        ];
        var random = new Random(11);
        var texts = Enumerable.Range(0, 600).Select(_ => string.Join(' ', Enumerable.Range(0, 8).Select(_ => words[random.Next(words.Length)])));
        if (GoogleTrainer.Train(output, _folder.Path, texts, "--vocab_size=700 " + options) is { } path)
            Check(path);
    }

    private void Check(string path)
    {
        var model = SentencePieceModel.Load(path);
        var tokenizer = new UnigramTokenizer(model);
        var batches = Arb.From(Gen.ArrayOf(RandomText.Lines(model), BatchSize), Smaller);
        var seed = FSharpOption<Replay>.Some(new Replay(new Rnd(17, 19), FSharpOption<int>.None));
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Math.Max(1, s_lineCount / BatchSize)).WithReplay(seed),
            Prop.ForAll(batches, lines => Compare(path, tokenizer, lines)));
    }

    private void Compare(string path, UnigramTokenizer tokenizer, string[] lines)
    {
        if (ExternalTool.Run(output, "spm_encode", Lines(lines), $"--model={path}", "--output_format=id") is not { } ids)
            return;
        string[] expected = Split(ids);
        string[] decoded = Split(ExternalTool.Run(output, "spm_decode", ids, $"--model={path}", "--input_format=id")!);
        Assert.Equal((lines.Length, lines.Length), (expected.Length, decoded.Length));
        for (int i = 0; i < lines.Length; i++)
        {
            var own = tokenizer.EncodeToIds(lines[i]);
            Assert.Equal((lines[i], expected[i]), (lines[i], string.Join(' ', own)));
            Assert.Equal((lines[i], decoded[i]), (lines[i], tokenizer.Decode(own)));
        }
    }

    /// <summary>What FsCheck tries in place of lines that fail: fewer of them, then a shorter one.</summary>
    private static IEnumerable<string[]> Smaller(string[] lines)
    {
        if (lines.Length > 1)
            return [lines[..(lines.Length / 2)], lines[(lines.Length / 2)..]];
        string line = lines[0];
        var halves = line.Length < 2 ? [] : (string[])[line[..(line.Length / 2)], line[(line.Length / 2)..]];
        return halves.Concat(Enumerable.Range(0, line.Length).Select(place => line.Remove(place, 1))).Select(shorter => (string[])[shorter]);
    }

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    private static string[] Split(string lines) => lines[..^1].Split('\n');
}
