using System.Globalization;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

public class UnigramTrainerTests(ITestOutputHelper output)
{
    private static readonly string[] s_stages = ["vocabulary text", "vocabulary seeds", "vocabulary"];
    private static readonly UnigramTrainerOptions s_small = new() { VocabularySize = 120, ThreadCount = 1 };

    // Syllables put together at random: text with a structure to find, the same each time.
    private static IEnumerable<string> Sentences(int count, int seed = 1)
    {
        string[] syllables = ["ka", "ri", "mbo", "we", "tu", "la", "shi", "no", "pe", "za", "go", "ndi", "fu", "ya"];
        var random = new Random(seed);
        var words = Enumerable.Range(0, 150).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => syllables[random.Next(syllables.Length)]))).ToArray();
        for (int i = 0; i < count; i++)
        {
            // Frequencies fall as in real text.
            var sentence = Enumerable.Range(0, random.Next(4, 12)).Select(_ => words[(int)(words.Length * Math.Pow(random.NextDouble(), 3))]);
            yield return $"xxbos xxfld 1 xxmaj {string.Join(' ', sentence)} , {random.Next(100)} .";
        }
    }

    [Fact]
    public void Symbols_come_first_and_pieces_by_falling_score()
    {
        var model = new UnigramTrainer(s_small).Train(Sentences(500));
        Assert.Equal(120, model.Pieces.Count);
        Assert.Equal(s_small.UserDefinedSymbols, model.Pieces.Take(9).Select(piece => piece.Piece));
        Assert.All(model.Pieces.Take(9), piece => Assert.Equal(SentencePieceType.UserDefined, piece.Type));
        Assert.Equal(new SentencePiece("<unk>", 0, SentencePieceType.Unknown), model.Pieces[9]);
        Assert.Equal((9, 1, 2), (model.UnknownId, model.PadId, model.BeginOfSentenceId));
        Assert.All(model.Pieces.Skip(10), piece => Assert.Equal(SentencePieceType.Normal, piece.Type));
        var scores = model.Pieces.Skip(10).Select(piece => piece.Score).ToArray();
        Assert.Equal(scores.OrderDescending(), scores);
        var tokenizer = new UnigramTokenizer(model);
        Assert.Equal([2, 4, model.IdOf("▁1"), 5], tokenizer.EncodeToIds("xxbos xxfld 1 xxmaj karimbo").Take(4));
        Assert.DoesNotContain(9, tokenizer.EncodeToIds(Sentences(1).Single()));
    }

    [Fact]
    public void Every_frequent_word_becomes_short()
    {
        var text = Sentences(2000).ToList();
        var tokenizer = new UnigramTokenizer(new UnigramTrainer(s_small).Train(text));
        int words = text.Sum(sentence => sentence.Split(' ').Length);
        int characters = text.Sum(sentence => sentence.Length);
        int pieces = text.Sum(sentence => tokenizer.CountTokens(sentence));
        Assert.InRange(pieces, words, characters / 2.5);
    }

    [Fact]
    public void Vocabulary_does_not_depend_on_threads_or_the_order_of_sentences()
    {
        var one = new UnigramTrainer(s_small).Train(Sentences(300));
        var three = new UnigramTrainer(s_small with { ThreadCount = 3 }).Train(Sentences(300).Reverse());
        Assert.Equal(one.Pieces, three.Pieces);
        var sample = new UnigramTrainer(s_small with { InputSentenceCount = 150, Seed = 3 }).Train(Sentences(300));
        Assert.NotEqual(one.Pieces, sample.Pieces);
        Assert.Equal(sample.Pieces, new UnigramTrainer(s_small with { InputSentenceCount = 150, Seed = 3 }).Train(Sentences(300)).Pieces);
    }

    [Fact]
    public void A_vocabulary_too_large_names_the_largest_that_works()
    {
        var error = Assert.Throws<ArgumentException>(() => new UnigramTrainer(s_small with { VocabularySize = 5000 }).Train(Sentences(50)));
        int largest = int.Parse(Regex.Match(error.Message, "Set it to ([0-9]+)").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal(largest, new UnigramTrainer(s_small with { VocabularySize = largest }).Train(Sentences(50)).Pieces.Count);
    }

    [Fact]
    public void A_vocabulary_too_small_names_the_least_that_works()
    {
        string[] text = [.. Enumerable.Range(0, 40).Select(i => $"{(char)('一' + i)}{(char)('一' + i)}")];
        var error = Assert.Throws<ArgumentException>(() => new UnigramTrainer(s_small with { VocabularySize = 30, CharacterCoverage = 1 }).Train(text));
        // 40 characters, the space, 9 symbols and <unk>.
        Assert.Contains("at least 51", error.Message);
        Assert.Equal(51, new UnigramTrainer(s_small with { VocabularySize = 51, CharacterCoverage = 1 }).Train(text).Pieces.Count);
    }

    [Fact]
    public void A_vocabulary_too_small_names_the_largest_coverage_that_works()
    {
        string[] text = [.. Sentences(300), "xxbos ж щ ä", "ж ß"];
        var options = s_small with { VocabularySize = 40, CharacterCoverage = 1 };
        var error = Assert.Throws<ArgumentException>(() => new UnigramTrainer(options).Train(text));
        string coverage = Regex.Match(error.Message, "lower CharacterCoverage to (0[.][0-9]+) or less").Groups[1].Value;
        double largest = double.Parse(coverage, CultureInfo.InvariantCulture);
        Assert.Equal(40, new UnigramTrainer(options with { CharacterCoverage = largest }).Train(text).Pieces.Count);
        Assert.Throws<ArgumentException>(() => new UnigramTrainer(options with { CharacterCoverage = MathF.BitIncrement((float)largest) }).Train(text));
        Assert.EndsWith("Raise it. (Parameter 'sentences')", Assert.Throws<ArgumentException>(() => new UnigramTrainer(options with { UseAllCharacters = true }).Train(text)).Message);
    }

    [Fact]
    public void Text_too_short_for_any_vocabulary_names_no_size()
    {
        var error = Assert.Throws<ArgumentException>(() => new UnigramTrainer(s_small).Train(["a b a b"]));
        Assert.Contains(" pieces. Give more text, or set HardVocabularyLimit to false.", error.Message);
    }

    [Theory]
    [InlineData]
    [InlineData("", "  ", "\t\u200b")]
    [InlineData("xxbos", " xxmaj xxup ")]
    public void Text_without_words_is_refused(params string[] sentences) =>
        Assert.Contains("no text", Assert.Throws<ArgumentException>(() => new UnigramTrainer(s_small).Train(sentences)).Message);

    [Fact]
    public void Rare_characters_are_left_to_the_unknown_piece()
    {
        var text = Sentences(300).Append("xxbos ж").ToList();
        Assert.Equal(-1, new UnigramTrainer(s_small with { CharacterCoverage = 0.999 }).Train(text).IdOf("ж"));
        Assert.NotEqual(-1, new UnigramTrainer(s_small with { CharacterCoverage = 1 }).Train(text).IdOf("ж"));
    }

    [Fact]
    public void Long_sentences_are_passed_over()
    {
        var text = Sentences(300).ToList();
        var expected = new UnigramTrainer(s_small).Train(text).Pieces;
        Assert.Equal(expected, new UnigramTrainer(s_small with { MaxSentenceBytes = 1000 }).Train(text.Append(new string('x', 1001))).Pieces);
        var error = Assert.Throws<ArgumentException>(() => new UnigramTrainer(s_small with { MaxSentenceBytes = 10 }).Train(text));
        Assert.Contains("raise MaxSentenceBytes", error.Message);
    }

    [Fact]
    public void A_soft_limit_gives_what_the_text_has()
    {
        var model = new UnigramTrainer(s_small with { VocabularySize = 5000, HardVocabularyLimit = false }).Train(Sentences(50));
        Assert.InRange(model.Pieces.Count, 60, 4000);
        Assert.Equal(model.Pieces.Count, model.TrainerSpec.VocabularySize);
        var error = Assert.Throws<ArgumentException>(
            () => new UnigramTrainer(s_small with { VocabularySize = 5000, PadId = 4999, HardVocabularyLimit = false }).Train(Sentences(50)));
        Assert.Contains("Lower that id", error.Message);
    }

    [Fact]
    public void Cancellation_stops_every_stage()
    {
        using var source = new CancellationTokenSource();
        IEnumerable<string> Cancelling()
        {
            foreach (string sentence in Sentences(50))
                yield return sentence;
            source.Cancel();
            yield return "one more";
        }

        Assert.Throws<OperationCanceledException>(() => new UnigramTrainer(s_small).Train(Cancelling(), null, source.Token));
        foreach (string stage in s_stages)
        {
            foreach (bool atStart in (bool[])[true, false])
            {
                using var cancellation = new CancellationTokenSource();
                var steps = new Steps(report =>
                {
                    if (report.Stage == stage && (atStart || report.Step > 1))
                        cancellation.Cancel();
                });
                Assert.ThrowsAny<OperationCanceledException>(() => new UnigramTrainer(s_small).Train(Sentences(500), steps, cancellation.Token));
                Assert.Equal(stage, steps.Reports[^1].Stage);
            }
        }
    }

    [Fact]
    public void Every_stage_tells_how_far_it_is()
    {
        var steps = new Steps();
        new UnigramTrainer(s_small).Train(Sentences(500), steps);
        Assert.Equal(s_stages, steps.Reports.Select(report => report.Stage).Distinct());
        var byStage = steps.Reports.GroupBy(report => report.Stage).Select(stage => stage.ToList()).ToList();
        Assert.All(byStage, stage =>
        {
            Assert.Equal(0, stage[0].Step);
            Assert.Equal(stage.Select(report => report.Step).Order(), stage.Select(report => report.Step));
        });
        Assert.Equal((500, 0), (byStage[0][^1].Step, byStage[0][^1].StepCount));
        Assert.Equal(byStage[1][^1].StepCount, byStage[1][^1].Step);
        Assert.All(byStage[2].Skip(1), report => Assert.InRange(report.Loss, 0.1, 5));
    }

    [Fact]
    public void Wrong_options_are_listed_at_once()
    {
        var options = new UnigramTrainerOptions
        {
            VocabularySize = 5,
            CharacterCoverage = double.NaN,
            UserDefinedSymbols = ["a", "a"],
            SeedPieceCount = 0,
            ShrinkingFactor = 1,
            SubIterationCount = 0,
            MaxPieceLength = 513,
            MaxSentenceBytes = 1,
            InputSentenceCount = -1,
            Seed = -1,
            ThreadCount = 0,
            RequiredCharacters = null!,
            UnknownSurface = null!,
        };
        string message = Assert.Throws<ArgumentException>(() => new UnigramTrainer(options)).Message;
        foreach (string name in (string[])["VocabularySize", "CharacterCoverage", "UserDefinedSymbols", "SeedPieceCount", "ShrinkingFactor", "SubIterationCount", "MaxPieceLength", "MaxSentenceBytes", "InputSentenceCount", "Seed", "ThreadCount", "RequiredCharacters", "UnknownSurface"])
            Assert.Contains(name, message);
        Assert.Equal(new UnigramTrainerOptions(), new UnigramTrainerOptions());
    }

    [Fact]
    public void Googles_tools_read_the_model_and_give_our_ids()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.model");
        try
        {
            var model = new UnigramTrainer(s_small with { CharacterCoverage = 1 }).Train(Sentences(500));
            model.Save(path);
            var tokenizer = new UnigramTokenizer(SentencePieceModel.Load(path));
            string[] lines = [.. Sentences(50, seed: 2), "Ｋａｒｉｍｂｏ ﬁ №５ e\u0301 \u1112\u1161\u11ab\u1100\u116e\u11a8 😀😀 x", "  \u200bkari\u3000mbo\u00ad  ", "ｶﾞ か\u3099 ½ ﷺ Å \u0001a\u007Fb ~～"];
            if (ExternalTool.Run(output, "spm_encode", string.Join('\n', lines) + "\n", $"--model={path}", "--output_format=id") is not { } ids)
                return;
            Assert.Equal(ids.TrimEnd('\n').Split('\n'), lines.Select(line => string.Join(' ', tokenizer.EncodeToIds(line))));
            string normalized = ExternalTool.Run(output, "spm_normalize", string.Join('\n', lines) + "\n", $"--model={path}", "--use_internal_normalization")!;
            Assert.Equal(normalized.TrimEnd('\n').Split('\n'), lines.Select(line => tokenizer.Normalizer!.Normalize(line)));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
