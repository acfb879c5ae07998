using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Google's trainer learns from the same text with the same options.</summary>
public sealed class UnigramTrainerCrossCheckTests(ITestOutputHelper output) : IDisposable
{
    private static readonly UnigramTrainerOptions s_options = new()
    {
        VocabularySize = 400,
        CharacterCoverage = 0.999,
        UserDefinedSymbols = [],
        UnknownId = 0,
        BeginOfSentenceId = 1,
        EndOfSentenceId = 2,
        MaxSentenceBytes = 4192,
        ThreadCount = 2,
    };

    private static readonly Dictionary<string, UnigramTrainerOptions> s_cases = new()
    {
        ["--vocab_size=400"] = s_options,
        ["--vocab_size=600 --character_coverage=1"] = s_options with { VocabularySize = 600, CharacterCoverage = 1 },
        ["--treat_whitespace_as_suffix"] = s_options with { TreatWhitespaceAsSuffix = true },
        ["--allow_whitespace_only_pieces"] = s_options with { AllowWhitespaceOnlyPieces = true },
        ["--allow_whitespace_only_pieces --remove_extra_whitespaces=false"] = s_options with { AllowWhitespaceOnlyPieces = true, RemoveExtraWhitespaces = false },
        ["--split_by_whitespace=false"] = s_options with { SplitByWhitespace = false },
        ["--split_by_whitespace=false --treat_whitespace_as_suffix"] = s_options with { SplitByWhitespace = false, TreatWhitespaceAsSuffix = true },
        ["--split_by_number=false"] = s_options with { SplitByNumber = false },
        ["--split_digits"] = s_options with { SplitDigits = true },
        ["--split_by_unicode_script=false"] = s_options with { SplitByScript = false },
        ["--max_sentencepiece_length=4"] = s_options with { MaxPieceLength = 4 },
        ["--max_sentence_length=90"] = s_options with { MaxSentenceBytes = 90 },
        ["--seed_sentencepiece_size=700"] = s_options with { SeedPieceCount = 700 },
        ["--shrinking_factor=0.5 --num_sub_iterations=3"] = s_options with { ShrinkingFactor = 0.5, SubIterationCount = 3 },
        ["--input_sentence_size=250"] = s_options with { InputSentenceCount = 250 },
        ["--input_sentence_size=250 --shuffle_input_sentence=false"] = s_options with { InputSentenceCount = 250, ShuffleInputSentences = false },
        ["--user_defined_symbols=▁xxmaj,<x> --control_symbols=<c>,<d> --unk_id=3 --bos_id=-1 --eos_id=6 --pad_id=0 --unk_piece=<?> --pad_piece=<p> --eos_piece=<e>"] = s_options with
        {
            UserDefinedSymbols = ["▁xxmaj", "<x>"],
            ControlSymbols = ["<c>", "<d>"],
            UnknownId = 3,
            BeginOfSentenceId = -1,
            EndOfSentenceId = 6,
            PadId = 0,
            UnknownPiece = "<?>",
            PadPiece = "<p>",
            EndOfSentencePiece = "<e>",
        },
        ["--required_chars=語ξ"] = s_options with { RequiredCharacters = "語ξ" },
        ["--byte_fallback --vocab_size=600"] = s_options with { ByteFallback = true, VocabularySize = 600 },
        ["--hard_vocab_limit=false --vocab_size=9000 --unk_surface=?"] = s_options with { HardVocabularyLimit = false, VocabularySize = 9000, UnknownSurface = "?" },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Vocabulary_is_googles_and_models_are_exchanged(string arguments)
    {
        string[] text = [.. Sentences(500)];
        string input = Path.Combine(_folder, "input.txt");
        File.WriteAllText(input, string.Join('\n', text) + "\n");
        string[] all = [$"--input={input}", $"--model_prefix={_folder}/theirs", "--vocab_size=400", "--character_coverage=0.999", "--num_threads=1", "--minloglevel=2", .. arguments.Split(' ')];
        if (ExternalTool.Run(output, "spm_train", "", all) is null)
            return;
        var theirs = SentencePieceModel.Load(Path.Combine(_folder, "theirs.model"));
        var ours = new UnigramTrainer(s_cases[arguments]).Train(text);
        ours.Save(Path.Combine(_folder, "ours.model"));

        int shared = ours.Pieces.Count(piece => theirs.IdOf(piece.Piece) >= 0);
        output.WriteLine($"{shared} of {theirs.Pieces.Count} pieces are in both.");
        Assert.Equal(theirs.Pieces.Count, ours.Pieces.Count);
        // Long pieces of several words mostly occur equally often; which of those are taken is decided by the reference's rounding.
        bool manyAlike = !s_cases[arguments].SplitByWhitespace;
        Assert.InRange(shared, Math.Ceiling((manyAlike ? 0.97 : 0.99) * theirs.Pieces.Count), theirs.Pieces.Count);
        Assert.Equal(
            theirs.Pieces.Select((piece, id) => (piece, id)).Where(entry => entry.piece.Type != SentencePieceType.Normal),
            ours.Pieces.Select((piece, id) => (piece, id)).Where(entry => entry.piece.Type != SentencePieceType.Normal));
        foreach (var (piece, score, _) in ours.Pieces.Where(piece => theirs.IdOf(piece.Piece) >= 0))
            Assert.Equal(theirs.Pieces[theirs.IdOf(piece)].Score, score, 0.02f);
        double tolerance = manyAlike ? 0.01 : 0.0005;
        Assert.InRange(LogProbability(ours, text) / LogProbability(theirs, text), 1 - tolerance, 1 + tolerance);
        Assert.Equal(Settings(theirs), Settings(ours));

        foreach (var (name, model) in new[] { ("ours", ours), ("theirs", theirs) })
        {
            string ids = ExternalTool.Run(output, "spm_encode", string.Join('\n', text) + "\n", $"--model={_folder}/{name}.model", "--output_format=id")!;
            var tokenizer = new UnigramTokenizer(model);
            Assert.Equal(ids.TrimEnd('\n').Split('\n'), text.Select(line => string.Join(' ', tokenizer.EncodeToIds(line))));
        }
    }

    // Without files, threads and lists, which are no settings or compared with the pieces.
    private static SentencePieceTrainerSpec Settings(SentencePieceModel model) => model.TrainerSpec with
    {
        Inputs = [],
        ModelPrefix = "",
        InputFormat = "",
        AcceptedLanguages = [],
        ControlSymbols = [],
        UserDefinedSymbols = [],
        ThreadCount = 1,
        OtherFields = default,
    };

    private static double LogProbability(SentencePieceModel model, string[] text)
    {
        var tokenizer = new UnigramTokenizer(model);
        return text.Sum(line => tokenizer.EncodeToIds(line).Sum(id => (double)model.Pieces[id].Score));
    }

    // Words of three scripts, numbers and symbols, with the falling frequencies of real text, the same each time.
    private static IEnumerable<string> Sentences(int count)
    {
        var random = new Random(7);
        string[] Words(string[] syllables, int words) =>
            [.. Enumerable.Range(0, words).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => syllables[random.Next(syllables.Length)])))];
        string[] latin = [.. "bdfgklmnprstvwz".SelectMany(consonant => "aeiou".Select(vowel => $"{consonant}{vowel}")), "n", "s"];
        string[] words =
        [
            .. Words(latin, 500),
            .. Words(["ко", "та", "зве", "ры", "ни", "му", "ла", "пе"], 80),
            .. Words(["かい", "カナ", "東", "京", "山", "の", "は", "ー"], 80),
        ];
        random.Shuffle(words);
        string[] rare = ["語", "ß", "Ω", "€"];
        for (int i = 0; i < count; i++)
        {
            var sentence = Enumerable.Range(0, random.Next(3, 14)).Select(_ => words[(int)(words.Length * Math.Pow(random.NextDouble(), 2.5))]);
            string end = i % 97 == 0 ? rare[i % rare.Length] : ".";
            yield return $"xxmaj {string.Join(' ', sentence)} ,  <x> F{random.Next(12)} {random.Next(3000)}{end}";
        }
    }
}
