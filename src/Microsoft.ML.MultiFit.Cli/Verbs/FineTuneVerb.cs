using System.CommandLine;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit finetune</c>: language model + the task's text → language model.</summary>
internal static class FineTuneVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model("LM.multifit", "The language model to start from.");
        var text = CommonOptions.Texts("--text", "Text of the task; labels are not needed.");
        var validation = CommonOptions.Texts("--validation", "Text to measure the perplexity on after each epoch.");
        validation.Required = false;
        var output = CommonOptions.Output("LM2.multifit", "The language model to write.");
        var preset = CommonOptions.Preset();
        var training = new TrainingSettings();
        var textColumn = CommonOptions.TextColumn();
        var maximum = CommonOptions.MaximumDocuments();
        var verb = new Verb(
            "finetune",
            "Goes on training a language model on the text of a task, so that it knows that text's words and style.",
            CommonOptions.TextNotes,
            "multifit finetune --model de.multifit --text reviews.txt train.tsv --output reviews.multifit")
        {
            model, text, validation, output, preset, textColumn, maximum,
        };
        training.AddTo(verb);
        verb.Runs((parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(output);
            OutputFile.CheckWritable(path);
            var numbers = CommonOptions.PresetOf(parsed.GetRequiredValue(preset)).FineTuning;
            var trainer = new LanguageModelTrainer(numbers with { Training = training.Apply(parsed, numbers.Training) });
            var documents = new Corpus(parsed.GetRequiredValue(text), parsed.GetRequiredValue(textColumn), parsed.GetValue(maximum), terminal);
            documents.Check();
            var held = parsed.GetValue(validation) is { Length: > 0 } paths ? new Corpus(paths, parsed.GetRequiredValue(textColumn), null, terminal) : null;
            held?.Check();
            var start = LanguageModel.Load(parsed.GetRequiredValue(model));

            ProgressDisplay.Show(terminal, training.IsQuiet(parsed), progress => trainer.Train(start, documents, held, progress, cancellationToken)).Save(path);
        });
        return verb;
    }
}
