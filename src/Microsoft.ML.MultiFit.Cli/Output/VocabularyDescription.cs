using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MultiFit.Cli;

/// <summary>Writes what is in a vocabulary for people or for programs.</summary>
internal static class VocabularyDescription
{
    // Of longer lists people see the beginning.
    private const int ShownPieces = 20;

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A line a fact.</summary>
    public static void WriteText(SentencePieceModel model, TextWriter output)
    {
        var summary = VocabularySummary.Of(model);
        Write("kind", NameOf(model.TrainerSpec.ModelType));
        Write("pieces", $"{model.Pieces.Count}: {string.Join(", ", summary.Counts.Select(count => $"{count.Value} {NameOf(count.Key)}"))}");
        Write("unknown text", $"{Named(model.UnknownTextId)}, decoded as '{model.TrainerSpec.UnknownSurface}'");
        Write("sentence begins", Named(model.BeginOfSentenceId));
        Write("sentence ends", Named(model.EndOfSentenceId));
        Write("padding", Named(model.PadId));
        foreach (var type in (SentencePieceType[])[SentencePieceType.Control, SentencePieceType.UserDefined])
        {
            var ids = IdsOf(model, type).ToList();
            string shown = ids.Count == 0 ? "none" : string.Join(", ", ids.Take(ShownPieces).Select(Named));
            Write($"{NameOf(type)} pieces", ids.Count > ShownPieces ? $"{shown} and {ids.Count - ShownPieces} more" : shown);
        }

        Write("byte fallback", model.TrainerSpec.ByteFallback ? "yes" : "no");
        Write("normalisation", RulesOf(model.NormalizerSpec));
        Write("spaces", SpacesOf(model));
        Write("denormalisation", model.DenormalizerSpec is { } rules ? RulesOf(rules) : "none");
        if (summary.LongestPiece is { } longest)
        {
            Write("scores", string.Create(CultureInfo.InvariantCulture, $"{summary.LowestScore:0.####} to {summary.HighestScore:0.####}"));
            Write("longest piece", $"{longest} ({longest.EnumerateRunes().Count()} characters)");
            Write("alphabet", $"{summary.Characters} characters: {string.Join(", ", summary.Scripts.Select(script => $"{script.Script} {script.Characters}"))}");
        }

        var options = TrainingOf(model.TrainerSpec).Except(TrainingOf(new())).Select(option => FormattableString.Invariant($"{option.Name}={option.Value}"));
        string unusual = string.Join(' ', options);
        Write("training", unusual.Length == 0 ? "with the defaults of spm_train" : unusual);

        void Write(string name, string value) => output.WriteLine($"{name,-21}{value}");

        string Named(int id) => id < 0 ? "none" : $"{id} {model.Pieces[id].Piece}";
    }

    /// <summary>One JSON object.</summary>
    public static void WriteJson(SentencePieceModel model, TextWriter output)
    {
        var summary = VocabularySummary.Of(model);
        output.WriteLine(JsonSerializer.Serialize(
            new
            {
                kind = NameOf(model.TrainerSpec.ModelType),
                pieces = model.Pieces.Count,
                counts = summary.Counts.ToDictionary(count => NameOf(count.Key), count => count.Value),
                unknownTextId = model.UnknownTextId,
                beginOfSentenceId = model.BeginOfSentenceId,
                endOfSentenceId = model.EndOfSentenceId,
                padId = model.PadId,
                unknown = Listed(SentencePieceType.Unknown),
                control = Listed(SentencePieceType.Control),
                userDefined = Listed(SentencePieceType.UserDefined),
                byteFallback = model.TrainerSpec.ByteFallback,
                normalization = RulesOf(model.NormalizerSpec),
                denormalization = model.DenormalizerSpec is { } rules ? RulesOf(rules) : null,
                addDummyPrefix = model.NormalizerSpec.AddDummyPrefix,
                removeExtraWhitespaces = model.NormalizerSpec.RemoveExtraWhitespaces,
                lowestScore = summary.LowestScore,
                highestScore = summary.HighestScore,
                longestPiece = summary.LongestPiece,
                characters = summary.Characters,
                scripts = summary.Scripts.ToDictionary(script => script.Script, script => script.Characters),
                training = TrainingOf(model.TrainerSpec).ToDictionary(option => option.Name, option => option.Value),
            },
            s_json));

        object Listed(SentencePieceType type) => IdsOf(model, type).Select(id => new { id, piece = model.Pieces[id].Piece });
    }

    private static IEnumerable<int> IdsOf(SentencePieceModel model, SentencePieceType type) =>
        Enumerable.Range(0, model.Pieces.Count).Where(id => model.Pieces[id].Type == type);

    private static string NameOf(SentencePieceType type) => type switch
    {
        SentencePieceType.Normal => "learned",
        SentencePieceType.UserDefined => "user-defined",
        _ => $"{type}".ToLowerInvariant(),
    };

    private static string NameOf(SentencePieceModelType type) => $"{type}".ToLowerInvariant();

    private static string RulesOf(SentencePieceNormalizerSpec spec) =>
        spec.PrecompiledCharsMap.IsEmpty ? NormalizationRules.Identity.Name : spec.Name.Length > 0 ? spec.Name : "rules without a name";

    private static string SpacesOf(SentencePieceModel model)
    {
        bool atEnd = model.TrainerSpec.TreatWhitespaceAsSuffix;
        return (atEnd ? "a word's space is its end" : "a word's space is its start")
            + (!model.NormalizerSpec.AddDummyPrefix ? "" : atEnd ? ", one is put at a text's end" : ", one is put at a text's start")
            + (model.NormalizerSpec.RemoveExtraWhitespaces ? ", extra ones are dropped" : ", extra ones are kept");
    }

    // By the names of the file format, which are those of spm_train's options.
    private static IEnumerable<(string Name, object Value)> TrainingOf(SentencePieceTrainerSpec spec) =>
    [
        ("character_coverage", spec.CharacterCoverage),
        ("required_chars", spec.RequiredCharacters),
        ("use_all_vocab", spec.UseAllVocabulary),
        ("input_sentence_size", spec.InputSentenceSize),
        ("shuffle_input_sentence", spec.ShuffleInputSentence),
        ("max_sentence_length", spec.MaxSentenceLength),
        ("max_sentencepiece_length", spec.MaxSentencePieceLength),
        ("seed_sentencepiece_size", spec.SeedSentencePieceSize),
        ("shrinking_factor", spec.ShrinkingFactor),
        ("num_sub_iterations", spec.SubIterationCount),
        ("split_by_unicode_script", spec.SplitByUnicodeScript),
        ("split_by_number", spec.SplitByNumber),
        ("split_by_whitespace", spec.SplitByWhitespace),
        ("split_digits", spec.SplitDigits),
        ("treat_whitespace_as_suffix", spec.TreatWhitespaceAsSuffix),
        ("allow_whitespace_only_pieces", spec.AllowWhitespaceOnlyPieces),
        ("hard_vocab_limit", spec.HardVocabularyLimit),
    ];
}
