using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit find-rate</c>: how the training loss answers to the learning rate.</summary>
internal static class FindRateVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model("LM.multifit", "The language model to fine-tune or to classify with.");
        model.Required = false;
        var tokenizer = new Option<string>("--tokenizer") { Description = "Instead of --model: the vocabulary to pretrain with from random weights.", HelpName = "M.model" };
        var text = CommonOptions.Texts("--text", "Text to pretrain or fine-tune on.");
        text.Required = false;
        var train = CommonOptions.Labeled("--train", "Instead of --text: labelled documents to train a classifier on.");
        var output = CommonOptions.Output("RATES.csv", "The table of rates and losses to write; the plot goes beside it, as RATES.svg.");
        var steps = CommonOptions.AtLeast(new Option<int?>("--steps") { Description = "Steps to try rates with, from 1e-7 to 10. [default: 100]", HelpName = "N" }, 2);
        var preset = CommonOptions.Preset();
        var language = CommonOptions.Language();
        var batchSize = CommonOptions.BatchSize();
        var labelColumn = CommonOptions.LabelColumn();
        var textColumn = CommonOptions.TextColumn();
        var maximum = CommonOptions.MaximumDocuments();
        var seed = CommonOptions.Seed();
        var threads = CommonOptions.Threads();
        var device = CommonOptions.Device();
        var quiet = CommonOptions.Quiet();
        var verb = new Verb(
            "find-rate",
            "Looks for a learning rate: trains for some steps at ever higher rates, writes the losses, and prints the rate at which the loss falls most steeply.",
            CommonOptions.TextNotes,
            "multifit find-rate --tokenizer de.model --language de --text de.txt.gz --max-documents 2000 --output rates.csv",
            "multifit find-rate --model de.multifit --text reviews.txt --output rates.csv",
            "multifit find-rate --model reviews.multifit --train train.tsv --output rates.csv")
        {
            model, tokenizer, text, train, output, steps, preset, language, batchSize, labelColumn, textColumn, maximum, seed, threads, device, quiet,
        };
        verb.Validators.Add(result => CheckInput(result, result.GetResult(model), result.GetResult(tokenizer), result.GetResult(text), result.GetResult(train)));
        verb.Runs((parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(output);
            AtomicFile.CheckWritable(path);
            var numbers = CommonOptions.PresetOf(parsed.GetRequiredValue(preset), parsed.GetRequiredValue(language));
            var sweep = new RateSweep { StepCount = parsed.GetValue(steps) ?? new RateSweep().StepCount };
            var curve = parsed.GetValue(train) is { } labeled ? OfClassifier(labeled) : OfLanguageModel();
            curve.SaveCsv(path);
            curve.SaveSvg(Path.ChangeExtension(path, "svg"));
            terminal.Output.WriteLine(curve.Suggestion is { } rate
                ? rate.ToString("0.#e0", CultureInfo.InvariantCulture)
                : throw new InvalidDataException($"{path}: the loss falls at no rate, so none can be suggested"));

            RateCurve OfLanguageModel()
            {
                using var documents = new Corpus(parsed.GetRequiredValue(text), parsed.GetRequiredValue(textColumn), parsed.GetValue(maximum), terminal);
                documents.Check();
                var start = Start();
                var options = parsed.GetValue(tokenizer) is null ? numbers.FineTuning : numbers.Pretraining;
                options = options with { Training = Settled(options.Training) };
                return Show(progress => LearningRateFinder.Find(options, start, documents, sweep, progress, cancellationToken));
            }

            RateCurve OfClassifier(string file)
            {
                var rows = LabeledFile.Read(file, parsed.GetRequiredValue(labelColumn), parsed.GetRequiredValue(textColumn), terminal).ConvertAll(row => row.Row);
                var labels = rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal).ToList();
                var documents = rows.ConvertAll(row => new LabeledDocument(row.Text, labels.IndexOf(row.Label)));
                var start = Start();
                var options = numbers.Classifier with { Training = Settled(numbers.Classifier.Training) };
                return Show(progress => LearningRateFinder.Find(options, start, Math.Max(2, labels.Count), documents, sweep, progress, cancellationToken));
            }

            LanguageModel Start() => parsed.GetValue(tokenizer) is { } vocabulary
                ? LanguageModel.CreateRandom(numbers.Architecture, numbers.TextRules, SentencePieceModel.Load(vocabulary), parsed.GetValue(seed))
                : LanguageModel.Load(parsed.GetRequiredValue(model));

            TrainingOptions Settled(TrainingOptions options) => options with
            {
                BatchSize = parsed.GetValue(batchSize) ?? options.BatchSize,
                Seed = parsed.GetValue(seed),
                ThreadCount = parsed.GetValue(threads),
                Device = parsed.GetRequiredValue(device),
            };

            RateCurve Show(Func<IProgress<TrainingProgress>, RateCurve> find) => ProgressDisplay.Show(terminal, parsed.GetValue(quiet), find);
        });
        return verb;
    }

    private static void CheckInput(CommandResult result, OptionResult? model, OptionResult? tokenizer, OptionResult? text, OptionResult? train)
    {
        if (model is null == tokenizer is null)
            result.AddError("Give either --model or --tokenizer.");
        else if (text is null == train is null)
            result.AddError("Give either --text or --train.");
    }
}
