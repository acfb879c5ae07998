using System.CommandLine;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit finetune</c>: language model + the task's text → language model.</summary>
internal static class FineTuneVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model("LM.multifit", "The language model to start from.");
        var text = CommonOptions.Texts("--text", "Text of the task; labels are not needed.");
        text.Aliases.Add("--corpus");
        var validation = CommonOptions.Texts("--validation", "Text to measure the perplexity on after each epoch.");
        validation.Required = false;
        var output = CommonOptions.Output("LM2.multifit", "The language model to write.");
        var preset = CommonOptions.Preset();
        var training = new TrainingSettings();
        var corpus = new CorpusSettings();
        var verb = new Verb(
            "finetune",
            "Goes on training a language model on the text of a task, so that it knows that text's words and style.",
            CommonOptions.TextNotes,
            "multifit finetune --model de.multifit --text reviews.txt train.tsv --output reviews.multifit")
        {
            model, text, validation, output, preset,
        };
        corpus.AddTo(verb);
        training.AddTo(verb);
        verb.Runs((parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(output);
            var files = training.Files(parsed, path);
            var numbers = CommonOptions.PresetOf(parsed.GetRequiredValue(preset)).FineTuning;
            var trainer = new LanguageModelTrainer(numbers with { Training = training.Apply(parsed, numbers.Training, files) });
            using var documents = corpus.Training(parsed, text, terminal);
            using var held = corpus.Validation(parsed, validation, terminal);
            var cache = corpus.Cache(parsed, path);
            var start = LanguageModel.Load(parsed.GetRequiredValue(model));

            var tuned = files.Train(terminal, training.IsQuiet(parsed), progress =>
            {
                using var pieces = documents.Pieces(cache, start, training.ThreadsOf(parsed), progress, cancellationToken);
                using var heldPieces = held?.Pieces(cache, start, training.ThreadsOf(parsed), progress, cancellationToken);
                return trainer.Train(start, pieces, heldPieces, progress, cancellationToken);
            });
            tuned.Save(path);
            files.Finish();
        });
        return verb;
    }
}
