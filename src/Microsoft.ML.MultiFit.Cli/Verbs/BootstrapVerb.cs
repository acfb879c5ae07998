using System.CommandLine;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit bootstrap</c>: teacher + unlabelled text of another language → saved classifier.</summary>
internal static class BootstrapVerb
{
    private const string Notes =
        """
        --parallel is tab-separated with a header that names the columns, without quoting, plain or packed. It is read by the teacher alone.
        The student starts from the language model as it is: run 'multifit finetune' on the target text first. Target files are text as
        for 'multifit finetune', or tab-separated with a header that names the text column; labels in them are not read.
        """;

    public static Command Create(Terminal terminal)
    {
        var teaching = new TeacherSettings();
        var target = CommonOptions.Texts("--target", "Text of the target language for the teacher to label and the student to learn from.");
        var model = CommonOptions.Model("LM.multifit", "The target language's model, fine-tuned on such text.");
        var backwardModel = CommonOptions.BackwardModel();
        var output = CommonOptions.Output("CLS.zip", "The classifier to write, an ML.NET model.");
        var validation = CommonOptions.Labeled("--validation", "A few documents with true labels to choose the best epoch by. [default: labels of the teacher, see --validation-share]");
        var evaluate = CommonOptions.Labeled("--evaluate", "Documents with true labels to measure teacher and student on.");
        var json = new Option<bool>("--json") { Description = "With --evaluate, one JSON object: teacher and student, each as 'multifit evaluate --json' writes it." };
        var settings = new BootstrapSettings();
        var preset = CommonOptions.Preset();
        var training = new TrainingSettings();
        var labelColumn = CommonOptions.LabelColumn();
        var textColumn = CommonOptions.TextColumn();
        var verb = new Verb(
            "bootstrap",
            "Trains a classifier for a language without labels: a teacher, wrong now and then, labels text of that language, and a student that knows the language learns "
                + "from it. Saves an ML.NET model as 'multifit train' does.",
            Notes,
            "multifit bootstrap --source english.tsv --parallel en-de.tsv.gz --source-column en --target-column de --target unlabelled.txt --model de.multifit "
                + "--epochs 8 --seed 1 --output reviews.zip",
            "multifit bootstrap --teacher teacher.zip --target unlabelled.txt.gz --model de.multifit --epochs 8 --seed 1 --output reviews.zip",
            "multifit bootstrap --teacher teacher.zip --target train.tsv --model de.multifit --output reviews.zip --evaluate test.tsv --json")
        {
            target, model, backwardModel, output, validation, evaluate, json,
        };
        teaching.AddTo(verb);
        settings.AddTo(verb);
        verb.Add(preset);
        verb.Add(labelColumn);
        verb.Add(textColumn);
        training.AddTo(verb);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetResult(evaluate) is null)
                result.AddError("--json goes with --evaluate.");
        });
        verb.Runs((parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(output);
            var files = training.Files(parsed, path);
            var numbers = CommonOptions.PresetOf(parsed.GetRequiredValue(preset));
            var options = settings.Of(parsed);
            using var corpus = new Corpus(parsed.GetRequiredValue(target), parsed.GetRequiredValue(textColumn), null, terminal);
            corpus.Check();
            var ml = new MLContext(training.SeedOf(parsed));
            var teacher = teaching.Open(ml, parsed, ReadLabeled, training, terminal);
            var held = ReadKnown(validation);
            var test = ReadKnown(evaluate);
            var start = LanguageModel.Load(parsed.GetRequiredValue(model));
            var backward = StartingModels.Backward(parsed, backwardModel, start);

            var data = ml.Data.LoadFromEnumerable(corpus.Select(text => new LabeledText { Text = text }).ToList());
            var (taught, student) = files.Train(terminal, training.IsQuiet(parsed), (progress, say) =>
            {
                var saved = teacher.Create(progress, cancellationToken);
                var trainer = ml.MulticlassClassification.Trainers.MultiFitBootstrap(saved.Model, new MultiFitBootstrapTrainer.Options
                {
                    Student = new()
                    {
                        LabelColumnName = SavedClassifier.LabelColumn,
                        TextColumnName = SavedClassifier.TextColumn,
                        PredictedLabelColumnName = SavedClassifier.PredictedLabelColumn,
                        ScoreColumnName = SavedClassifier.ScoreColumn,
                        LanguageModel = start,
                        BackwardLanguageModel = backward,
                        Classifier = numbers.Student with { Training = training.Apply(parsed, numbers.Student.Training, files) },
                        ValidationSet = held is null ? null : ml.Data.LoadFromEnumerable(held.Select(row => row.Row)),
                        Seed = training.SeedOf(parsed),
                        ThreadCount = training.ThreadsOf(parsed),
                        Progress = progress,
                        CancellationToken = cancellationToken,
                    },
                    Bootstrap = options,
                    TeacherPredictedLabelColumnName = SavedClassifier.PredictedLabelColumn,
                    TeacherScoreColumnName = SavedClassifier.ScoreColumn,
                    Rounds = new RoundLines(say),
                });
                return (saved, trainer.Fit(data));
            });
            var classifier = SavedClassifier.Of(ml, student, data);
            AtomicFile.Write(path, stream => ml.Model.Save(classifier.Model, data.Schema, stream));
            files.Finish();
            if (test is not null)
                Report(parsed.GetValue(json), taught.Evaluate(test), classifier.Evaluate(test), terminal.Output);

            List<(int Line, LabeledText Row)> ReadLabeled(string file) =>
                LabeledFile.Read(file, parsed.GetRequiredValue(labelColumn), parsed.GetRequiredValue(textColumn), terminal);

            List<(int Line, LabeledText Row)>? ReadKnown(Option<string> option)
            {
                if (parsed.GetValue(option) is not { } file)
                    return null;
                var rows = ReadLabeled(file);
                LabeledFile.RequireKnown(rows, teacher.Labels, file);
                return rows;
            }
        });
        return verb;
    }

    private static void Report(bool json, ClassificationReport teacher, ClassificationReport student, TextWriter output)
    {
        (string, ClassificationReport)[] reports = [("teacher", teacher), ("student", student)];
        if (json)
            ReportWriter.WriteJson(reports, output);
        else
            ReportWriter.WriteText(reports, output);
    }

    /// <summary>Says what a round learns from before it does.</summary>
    private sealed class RoundLines(Action<string> say) : IProgress<BootstrapRound>
    {
        public void Report(BootstrapRound value) => say(value.Describe());
    }
}
