// A classifier without a single label: a word list of one's own teaches, and a student that has read French learns from it. At the end both are measured.
// Run it with eng/own-teacher.sh, which fetches French descriptions of Debian packages first.

using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.MultiFit;
using OwnTeacher;
using QuickStart;

const int Seed = 1;
var outputFolder = Directory.CreateDirectory(args[1]).FullName;
var preset = MultiFitPreset.Small with { TextRules = new() { Language = "fr" } };
var progress = new EpochLines();
var ml = new MLContext(Seed);

// The data. The topics of the test documents are read to measure by, no others.
var descriptions = PackageDescriptions.Read(args[0], "fr");
var labeled = PackageDescriptions.OnePerSource(descriptions.Where(each => each.Topic is not null)).OrderBy(each => each.Position).ToList();
var testSet = labeled.Where(each => each.Position < 0.3).ToList();
var target = View(labeled.Where(each => each.Position >= 0.3));
var test = View(testSet);

// 1. A language model of French, as package descriptions have it.
Console.WriteLine($"Learning French from {descriptions.Count:N0} descriptions ...");
var texts = PackageDescriptions.WithoutRepetitions(descriptions);
var vocabulary = new UnigramTrainer(preset.Vocabulary).Train(texts.SelectMany(text => text.Split('\n')).Select(preset.TextRules.Apply));
var french = new LanguageModelTrainer(preset.Pretraining).Train(
    LanguageModel.CreateRandom(preset.Architecture, preset.TextRules, vocabulary, Seed), texts, progress: progress);

// 2. The teacher: any code that gives a label for a text. Where it gives none, the student of the first round will.
var teacher = ml.Transforms.CustomMapping<Description, Prediction>((description, prediction) => prediction.PredictedLabel = Lexicon.TopicOf(description.Text), null).Fit(target);

// 3. The student, in two rounds: the first learns from the list, the second from the first, which has labelled all documents.
Console.WriteLine("Training the students ...");
var pipeline = ml.MulticlassClassification.Trainers
    .MultiFitBootstrap(teacher, new MultiFitBootstrapTrainer.Options
    {
        Student = new() { LanguageModel = french, Classifier = preset.Student, Seed = Seed, Progress = progress },
        Bootstrap = new() { Rounds = 2 },
        Rounds = new RoundLines(),
    })
    .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
var student = pipeline.Fit(target);
ml.Model.Save(student, target.Schema, Path.Combine(outputFolder, "topics.zip"));

// 4. How good both are on documents that neither has seen.
Console.WriteLine();
Console.WriteLine($"Accuracy on {testSet.Count:N0} test documents, no answer counting as a wrong one:");
Console.WriteLine($"    teacher, the word list   {Accuracy(teacher):0.000}");
Console.WriteLine($"    student                  {Accuracy(student):0.000}");
return;

IDataView View(IEnumerable<PackageDescription> documents) => ml.Data.LoadFromEnumerable(documents.Select(each => new Description { Text = each.Text }).ToList());

double Accuracy(ITransformer model) => model.Transform(test).GetColumn<string>("PredictedLabel").Zip(testSet).Average(pair => pair.First == pair.Second.Topic ? 1.0 : 0);
