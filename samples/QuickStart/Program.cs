// The main job, end to end, on German descriptions of Debian packages: plain text and 1,000 labels in, a saved ML.NET model out.
// Run it with eng/demo.sh, which fetches the descriptions first.

using Microsoft.ML;
using Microsoft.ML.MultiFit;
using QuickStart;

const int Seed = 1;
const int LabelCount = 1_000;
var descriptionFolder = args[0];
var outputFolder = Directory.CreateDirectory(args[1]).FullName;
var preset = MultiFitPreset.Small with { TextRules = new() { Language = "de" } };
var progress = new EpochLines();

// The data. A package's topic is its label. All text may be read, labels only those of the training documents.
var descriptions = PackageDescriptions.Read(descriptionFolder, "de");
var texts = PackageDescriptions.WithoutRepetitions(descriptions);
var labeled = PackageDescriptions.OnePerSource(descriptions.Where(each => each.Topic is not null)).OrderBy(each => each.Position).ToList();
var testSet = Documents(labeled.Where(each => each.Position < 0.3));
var validationSet = Documents(labeled.Where(each => each.Position is >= 0.3 and < 0.4));
var taskSet = Documents(labeled.Where(each => each.Position >= 0.4));
var trainingSet = taskSet.Take(LabelCount).ToList();
Console.WriteLine($"{descriptions.Count:N0} German descriptions, {labeled.Count:N0} with a topic (one per source package), of them");
Console.WriteLine($"{trainingSet.Count:N0} to train on, {validationSet.Count:N0} to validate, {testSet.Count:N0} to test; seed {Seed}.");

// 1. A vocabulary of word pieces, learned from the text.
var (vocabulary, vocabularyTime) = Comparison.Timed("Learning the vocabulary", () =>
    new UnigramTrainer(preset.Vocabulary).Train(texts.SelectMany(text => text.Split('\n')).Select(preset.TextRules.Apply)));

// 2. A language model: it learns German, as package descriptions have it, by guessing the next piece of all of them. A second one reads them
// from the end and guesses the piece before: the two err in different places, and the classifier will ask both.
var untrained = Untrained(TextDirection.Forward);
var untrainedBackward = Untrained(TextDirection.Backward);
var (german, pretrainingTime) = Comparison.Timed("Pretraining the language model", () => Pretrained(untrained));
var (germanBackward, backwardPretrainingTime) = Comparison.Timed("Pretraining the one that reads backward", () => Pretrained(untrainedBackward));
german.Save(Path.Combine(outputFolder, "german.multifit"));
germanBackward.Save(Path.Combine(outputFolder, "german-backward.multifit"));

// 3. Fine-tuning: the same work on the text of the task alone. It needs no labels.
var (fineTuned, fineTuningTime) = Comparison.Timed("Fine-tuning it on the task's text", () => FineTuned(german));
var (fineTunedBackward, backwardFineTuningTime) = Comparison.Timed("Fine-tuning the backward one", () => FineTuned(germanBackward));

// 4. The classifier, an ordinary ML.NET pipeline. Once on the language models, and to see what those are worth, once on random weights.
var ml = new MLContext(Seed);
var train = ml.Data.LoadFromEnumerable(trainingSet);
var test = ml.Data.LoadFromEnumerable(testSet);
var (model, classifierTime) = Comparison.Timed("Training the classifier", () => Pipeline(fineTuned, fineTunedBackward).Fit(train));
var (plainModel, plainTime) = Comparison.Timed("Training the same classifier without pretraining", () => Pipeline(untrained, untrainedBackward).Fit(train));

// 5. A baseline of another kind: logistic regression on the pieces, without their order.
var topics = labeled.Select(each => each.Topic!).Distinct().Order().ToList();
var ((baseline, penalty), baselineTime) = Comparison.Timed("Training the bag of pieces", () => LogisticRegression.Train(
    Pieces(trainingSet), Topics(trainingSet), Pieces(validationSet), Topics(validationSet), vocabulary.Pieces.Count, topics.Count));
Console.WriteLine($"    penalty {penalty}, chosen on the validation documents");

// 6. How good they are on the test documents.
var metrics = ml.MulticlassClassification.Evaluate(model.Transform(test));
Console.WriteLine();
Console.WriteLine($"Ours on the test documents: accuracy {metrics.MicroAccuracy:0.000}, log-loss {metrics.LogLoss:0.000}");
Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());

// 7. One file, and predictions from it as any other program would make them.
var modelPath = Path.Combine(outputFolder, "topics.zip");
ml.Model.Save(model, train.Schema, modelPath);
var elsewhere = new MLContext();
var reloaded = elsewhere.Model.Load(modelPath, out _);
var engine = elsewhere.Model.CreatePredictionEngine<Document, Prediction>(reloaded);
Console.WriteLine($"Reloaded from {modelPath}:");
foreach (var text in new[]
{
    "Ein rundenbasiertes Strategiespiel, in dem zwei Drachen um eine Insel kämpfen.",
    "Schneidet Videos und Tonspuren und wandelt sie in andere Formate um.",
    "Ein E-Mail-Programm, das Nachrichten von IMAP- und POP3-Servern abholt und verschlüsselt.",
})
{
    var prediction = engine.Predict(new Document { Text = text });
    Console.WriteLine($"    {prediction.PredictedLabel,-12}{prediction.Probability:0.00}  {text}");
}

Console.WriteLine();
var comparison = new Comparison([.. testSet.Select(each => each.Label)]);
comparison.Add("bag of pieces, logistic regression", Pieces(testSet).Select(pieces => topics[baseline.Predict(pieces)]), baselineTime);
comparison.Add("the same classifier without pretraining", Predicted(plainModel), plainTime);
comparison.Add(
    "ours: vocabulary + pretrain + fine-tune + train",
    Predicted(model),
    vocabularyTime + pretrainingTime + backwardPretrainingTime + fineTuningTime + backwardFineTuningTime + classifierTime);
comparison.Print();
return;

LanguageModel Untrained(TextDirection direction) =>
    LanguageModel.CreateRandom(preset.Architecture with { Direction = direction }, preset.TextRules, vocabulary, Seed);

LanguageModel Pretrained(LanguageModel start) =>
    new LanguageModelTrainer(Seeded(preset.Pretraining)).Train(start, texts, progress: progress);

LanguageModel FineTuned(LanguageModel start) =>
    new LanguageModelTrainer(Seeded(preset.FineTuning)).Train(start, taskSet.Select(each => each.Text), progress: progress);

IEstimator<ITransformer> Pipeline(LanguageModel start, LanguageModel backwardStart) =>
    ml.Transforms.Conversion.MapValueToKey("Label")
        .Append(ml.MulticlassClassification.Trainers.MultiFit(new MultiFitTrainer.Options
        {
            LanguageModel = start,
            BackwardLanguageModel = backwardStart,
            Classifier = preset.Classifier,
            ValidationSet = ml.Data.LoadFromEnumerable(validationSet),
            Seed = Seed,
            Progress = progress,
        }))
        .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

IEnumerable<string> Predicted(ITransformer transformer) =>
    ml.Data.CreateEnumerable<Prediction>(transformer.Transform(test), reuseRowObject: false).Select(prediction => prediction.PredictedLabel);

static LanguageModelOptions Seeded(LanguageModelOptions options) => options with { Training = options.Training with { Seed = Seed } };

static List<Document> Documents(IEnumerable<PackageDescription> descriptions) =>
    [.. descriptions.Select(each => new Document { Label = each.Topic!, Text = each.Text })];

int[][] Pieces(IEnumerable<Document> documents) => [.. documents.Select(document => untrained.Encode(document.Text))];

int[] Topics(IEnumerable<Document> documents) => [.. documents.Select(document => topics.IndexOf(document.Label))];
