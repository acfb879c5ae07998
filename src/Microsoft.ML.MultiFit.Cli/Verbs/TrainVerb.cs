using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.ML.Transforms;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit train</c>: language model + labelled file → saved classifier.</summary>
internal static class TrainVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model("LM.multifit", "The language model to start from.");
        model.Required = false;
        var withoutPretraining = new Option<bool>("--no-pretraining") { Description = "Start from random weights instead; needs --tokenizer. Shows what pretraining is worth." };
        var tokenizer = new Option<string>("--tokenizer") { Description = "The vocabulary for --no-pretraining.", HelpName = "M.model" };
        var backwardModel = CommonOptions.BackwardModel();
        var train = CommonOptions.Labeled("--train", "Documents to learn from.");
        train.Required = true;
        var validation = CommonOptions.Labeled("--validation", "Documents to measure on; the model of the best epoch is kept.");
        var output = CommonOptions.Output("CLS.zip", "The classifier to write, an ML.NET model.");
        var preset = CommonOptions.Preset();
        var language = CommonOptions.Language();
        language.Description += " For --no-pretraining; a language model knows its own.";
        var training = new TrainingSettings();
        var labelColumn = CommonOptions.LabelColumn();
        var textColumn = CommonOptions.TextColumn();
        var verb = new Verb(
            "train",
            "Trains a classifier on labelled documents and saves it as an ML.NET model with the input columns Label and Text.",
            CommonOptions.LabeledNotes,
            "multifit train --model reviews.multifit --train train.tsv --validation dev.tsv --seed 1 --output reviews.zip",
            "multifit train --model reviews.multifit --backward-model backward.multifit --train train.tsv --output both.zip",
            "multifit train --no-pretraining --tokenizer de.model --language de --train train.tsv.gz --epochs 8 --output plain.zip")
        {
            model, backwardModel, withoutPretraining, tokenizer, train, validation, output, preset, language, labelColumn, textColumn,
        };
        training.AddTo(verb);
        verb.Validators.Add(result => CheckStart(result, result.GetResult(model), result.GetResult(tokenizer), result.GetValue(withoutPretraining)));
        verb.Runs((parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(output);
            var files = training.Files(parsed, path);
            var numbers = CommonOptions.PresetOf(parsed.GetRequiredValue(preset), parsed.GetRequiredValue(language));
            var rows = Read(parsed, parsed.GetRequiredValue(train), labelColumn, textColumn, terminal);
            var labels = LabeledFile.LabelsOf(rows, parsed.GetRequiredValue(train));
            var held = parsed.GetValue(validation) is { } heldPath ? Read(parsed, heldPath, labelColumn, textColumn, terminal) : null;
            if (held is not null)
                LabeledFile.RequireKnown(held, labels, parsed.GetRequiredValue(validation));
            var start = parsed.GetValue(withoutPretraining)
                ? LanguageModel.CreateRandom(
                    numbers.Architecture,
                    numbers.TextRules,
                    SentencePieceModel.Load(parsed.GetRequiredValue(tokenizer)),
                    training.SeedOf(parsed))
                : LanguageModel.Load(parsed.GetRequiredValue(model));
            var backward = StartingModels.Backward(parsed, backwardModel, start);

            var ml = new MLContext(training.SeedOf(parsed));
            var data = ml.Data.LoadFromEnumerable(rows.Select(row => row.Row));
            var classifier = files.Train(terminal, training.IsQuiet(parsed), progress => ml.Transforms.Conversion
                .MapValueToKey(SavedClassifier.LabelColumn, keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
                .Append(ml.MulticlassClassification.Trainers.MultiFit(new MultiFitTrainer.Options
                {
                    LabelColumnName = SavedClassifier.LabelColumn,
                    TextColumnName = SavedClassifier.TextColumn,
                    PredictedLabelColumnName = SavedClassifier.PredictedLabelColumn,
                    ScoreColumnName = SavedClassifier.ScoreColumn,
                    LanguageModel = start,
                    BackwardLanguageModel = backward,
                    Classifier = numbers.Classifier with { Training = training.Apply(parsed, numbers.Classifier.Training, files) },
                    ValidationSet = held is null ? null : ml.Data.LoadFromEnumerable(held.Select(row => row.Row)),
                    Seed = training.SeedOf(parsed),
                    Progress = progress,
                    CancellationToken = cancellationToken,
                }))
                .Append(ml.Transforms.Conversion.MapKeyToValue(SavedClassifier.PredictedLabelColumn))
                .Fit(data));
            AtomicFile.Write(path, stream => ml.Model.Save(classifier, data.Schema, stream));
            files.Finish();
        });
        return verb;
    }

    private static void CheckStart(CommandResult result, OptionResult? model, OptionResult? tokenizer, bool withoutPretraining)
    {
        if (withoutPretraining ? tokenizer is null || model is not null : model is null || tokenizer is not null)
            result.AddError("Give either --model, or --no-pretraining with --tokenizer.");
    }

    private static List<(int Line, LabeledText Row)> Read(
        ParseResult parsed, string path, Option<string> labelColumn, Option<string> textColumn, Terminal terminal) =>
        LabeledFile.Read(path, parsed.GetRequiredValue(labelColumn), parsed.GetRequiredValue(textColumn), terminal);
}
