using System.CommandLine;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit pretrain</c>: text → language model.</summary>
internal static class PretrainVerb
{
    public static Command Create(Terminal terminal)
    {
        var corpus = CommonOptions.Texts("--corpus", "Text to learn the language from.");
        var tokenizer = new Option<string>("--tokenizer") { Description = "A vocabulary to use; without it one is learned from the corpus.", HelpName = "M.model" };
        var vocabulary = new VocabularySettings();
        var validation = CommonOptions.Texts("--validation", "Text to measure the perplexity on after each epoch.");
        validation.Required = false;
        var output = CommonOptions.Output("LM.multifit", "The language model to write.");
        var preset = CommonOptions.Preset();
        var encoder = CommonOptions.Encoder();
        var backward = new Option<bool>("--backward") { Description = "Learn to read from the end to the beginning, for 'train --backward-model'." };
        var language = CommonOptions.Language();
        var training = new TrainingSettings();
        var text = new CorpusSettings();
        var verb = new Verb(
            "pretrain",
            "Learns a language model, and a vocabulary if none is given, from plain text or a Wikipedia dump.",
            CommonOptions.TextNotes,
            "multifit pretrain --corpus de.txt.gz --language de --preset Small --epochs 10 --seed 1 --output de.multifit",
            "multifit pretrain --corpus dewiki-latest-pages-articles.xml.bz2 --language de --preset Paper --cache /data/cache --output de.multifit",
            "zcat de.txt.gz | multifit pretrain --corpus - --language de --tokenizer de.model --preset Paper --output de.multifit")
        {
            corpus, tokenizer, validation, output, preset, encoder, backward, language,
        };
        vocabulary.AddTo(verb);
        text.AddTo(verb);
        training.AddTo(verb);
        verb.Runs((parsed, cancellationToken) =>
        {
            vocabulary.RequireNoneBeside(parsed, tokenizer);
            var path = parsed.GetRequiredValue(output);
            var files = training.Files(parsed, path);
            var numbers = CommonOptions.PresetOf(parsed.GetRequiredValue(preset), parsed.GetRequiredValue(language));
            var rules = numbers.TextRules;
            var architecture = numbers.Architecture with
            {
                Encoder = CommonOptions.EncoderOf(parsed.GetValue(encoder)) ?? numbers.Architecture.Encoder,
                Direction = parsed.GetValue(backward) ? TextDirection.Backward : TextDirection.Forward,
            };
            var names = new OptionNames(vocabulary.Names);
            var learner = names.Check(() => numbers.Words is { } words
                ? new VocabularyLearner(vocabulary.Apply(parsed, words))
                : new VocabularyLearner(vocabulary.Apply(parsed, numbers.Vocabulary with { ThreadCount = training.ThreadsOf(parsed) })));
            var trainer = new LanguageModelTrainer(numbers.Pretraining with { Training = training.Apply(parsed, numbers.Pretraining.Training, files) });
            var given = parsed.GetValue(tokenizer) is { } vocabularyPath ? SentencePieceModel.Load(vocabularyPath) : null;
            using var documents = text.Training(parsed, corpus, terminal);
            using var held = text.Validation(parsed, validation, terminal);
            var cache = text.Cache(parsed, path);

            var model = files.Train(terminal, training.IsQuiet(parsed), progress =>
            {
                var pieces = given ?? names.Check(() => documents.Vocabulary(cache, learner, rules, progress, cancellationToken));
                var start = LanguageModel.CreateRandom(architecture, rules, pieces, training.SeedOf(parsed));
                using var tokens = documents.Pieces(cache, start, training.ThreadsOf(parsed), progress, cancellationToken);
                using var heldTokens = held?.Pieces(cache, start, training.ThreadsOf(parsed), progress, cancellationToken);
                return trainer.Train(start, tokens, heldTokens, progress, cancellationToken);
            });
            model.Save(path);
            files.Finish();
        });
        return verb;
    }
}
