using System.CommandLine;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit tokenizer train</c>: text → SentencePiece model.</summary>
internal static class TokenizerTrainVerb
{
    private const string Notes =
        $"""
        {CommonOptions.TextNotes}
        Options that Google's spm_train has, too, have its names; they may be written with underscores as there: --vocab_size, --character_coverage. With
        '--text-rules none' the vocabulary is the one that spm_train learns from the same lines with the same options, up to some of the rarest pieces.
        """;

    public static Command Create(Terminal terminal)
    {
        var input = CommonOptions.Texts("--input", "Text to learn from.");
        var output = CommonOptions.Output("M.model", "The vocabulary to write, a SentencePiece model.");
        var type = new Option<string?>("--type", "--model-type")
        {
            Description = "Pieces of words, or the most frequent words as ULMFiT has them. [default: the preset's]",
            HelpName = "unigram|word",
        };
        type.AcceptOnlyFromAmong("unigram", "word");
        var preset = CommonOptions.Preset();
        preset.Description = "Which numbers are taken where no option says otherwise: Small learns 4,000 pieces, Paper 15,000 that cover as many characters of "
            + "the language as the published ones, Ulmfit 60,000 words.";
        var language = CommonOptions.Language();
        var textRules = new Option<string>("--text-rules")
        {
            Description = "What is done to the text first: fastai is what language models of this program read, words and punctuation apart and in lower case "
                + "with marks for capitals and repetitions; none leaves it as it is, and takes the symbols and other defaults of spm_train.",
            HelpName = "fastai|none",
            DefaultValueFactory = _ => "fastai",
        };
        textRules.AcceptOnlyFromAmong("fastai", "none");
        var vocabulary = new VocabularySettings();
        var unigram = new UnigramSettings();
        var textColumn = CommonOptions.TextColumn();
        var maximum = CommonOptions.MaximumDocuments();
        var threads = CommonOptions.Threads();
        threads.Aliases.Add("--num-threads");
        var quiet = CommonOptions.Quiet();
        var verb = new Verb(
            "train",
            "Learns a vocabulary of word pieces (SentencePiece's unigram model), or of whole words, from text.",
            Notes,
            "multifit tokenizer train --input corpus.txt.gz --vocab-size 15000 --language de --output de.model",
            "multifit tokenizer train --input corpus.txt.gz --type word --vocab-size 60000 --language de --output de-words.model",
            "multifit tokenizer train --input corpus.txt --vocab-size 8000 --text-rules none --byte-fallback --user-defined-symbols '<sep>,<cls>' --output plain.model")
        {
            input, output, type, preset, language, textRules,
        };
        vocabulary.AddTo(verb);
        verb.Add(textColumn);
        verb.Add(maximum);
        verb.Add(threads);
        verb.Add(quiet);
        verb.Add(unigram.Sections);
        var names = new OptionNames([.. vocabulary.Names, .. unigram.Names, (nameof(UnigramTrainerOptions.ThreadCount), threads)]);
        verb.Runs((parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(output);
            AtomicFile.CheckWritable(path);
            var numbers = CommonOptions.PresetOf(parsed.GetRequiredValue(preset), parsed.GetRequiredValue(language));
            bool isPlain = parsed.GetRequiredValue(textRules) == "none";
            var learner = names.Check(() => (parsed.GetValue(type) ?? (numbers.Words is null ? "unigram" : "word")) == "word"
                ? new VocabularyLearner(vocabulary.Apply(parsed, numbers.Words ?? new(), unigram.Sections.SelectMany(section => section.Options)))
                : OfPieces());
            using var corpus = new Corpus(parsed.GetRequiredValue(input), parsed.GetRequiredValue(textColumn), parsed.GetValue(maximum), terminal);
            corpus.Check();
            var rules = isPlain ? null : numbers.TextRules;
            ProgressDisplay
                .Show(terminal, parsed.GetValue(quiet), progress => names.Check(() => learner.Learn(corpus, rules, progress, cancellationToken)))
                .Save(path);

            VocabularyLearner OfPieces()
            {
                var (size, coverage) = (numbers.Vocabulary.VocabularySize, numbers.Vocabulary.CharacterCoverage);
                var options = isPlain ? UnigramTrainerOptions.SentencePiece with { VocabularySize = size, CharacterCoverage = coverage } : numbers.Vocabulary;
                return new VocabularyLearner(unigram.Apply(parsed, vocabulary.Apply(parsed, options)) with { ThreadCount = parsed.GetValue(threads) });
            }
        });
        return verb;
    }
}
