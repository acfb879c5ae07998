using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>
/// What more text to pretrain on is worth (paper, Table 5, at the size of a two-core machine): language models that have read none, a quarter, half and all
/// of the German Wikipedia text, fine-tuned on the reviews' text, and classifiers of each product group from 100 labels and from all.
/// </summary>
internal sealed record PretrainingSize : IExperiment
{
    private static readonly (string Name, double Share)[] s_sizes = [("all", 1), ("none", 0), ("half", 0.5), ("quarter", 0.25)];

    /// <summary>Documents of the smaller training sets.</summary>
    public int FewLabels { get; init; } = 100;

    /// <summary>Epochs of the classifier on the smaller training sets: the paper's 8 would be 40 steps. Default 25.</summary>
    public int FewLabelsEpochs { get; init; } = 25;

    /// <summary>Draws of the smaller training sets. Which documents are drawn matters as much as the seed.</summary>
    public int FewLabelSeeds { get; init; } = 3;

    /// <summary>Model and stages.</summary>
    public MultiFitPreset Preset { get; init; } = Presets.Reduced("de");

    /// <summary>Writes accuracy on the validation and test documents of every size, product group and number of labels.</summary>
    public void Run(ExperimentContext context)
    {
        var folder = context.Folder;
        folder.Report(() => Report(context));
        var wiki = context.Data.Text("de");
        var products = context.Data.Reviews("de");
        var texts = HeldOutText.Of(products.Values);
        var vocabulary = folder.Vocabulary("wiki", () => LanguageModels.LearnVocabulary(Preset, wiki.Training));
        var untrained = LanguageModel.CreateRandom(Preset.Architecture, Preset.TextRules, vocabulary, seed: 1);
        foreach (var (name, share) in s_sizes)
        {
            var read = wiki with { Training = [.. wiki.Training.Take((int)(share * wiki.Training.Count))] };
            var start = share == 0 ? untrained : folder.LanguageModel($"wiki-{name}", Preset.Pretraining, () => untrained, () => read);
            var tuned = folder.LanguageModel($"reviews-{name}", Preset.FineTuning, () => start, () => texts);
            foreach (var (product, reviews) in products)
            {
                for (int seed = 0; seed < FewLabelSeeds; seed++)
                    Classify(FewLabelsName(name, product, seed), tuned, reviews, FewLabels, seed, FewLabelsEpochs);
                Classify(AllLabelsName(name, product), tuned, reviews, reviews.Train.Count, seed: 0, Preset.Classifier.Training.Epochs);
            }
        }

        void Classify(string name, LanguageModel start, LabeledTexts reviews, int labels, int seed, int epochs) => folder.Figures(name, () =>
        {
            var options = Preset.Classifier with { Training = Preset.Classifier.Training with { Epochs = epochs } };
            var classifier = Classifiers.Train(name, options, seed, start, reviews, reviews.Draw(labels, seed));
            return [Measure.Accuracy(classifier, reviews.Validation), Measure.Accuracy(classifier, reviews.Test)];
        });
    }

    private string FewLabelsName(string size, string product, int seed) => $"{size} {product} {FewLabels} labels seed {seed}";

    private static string AllLabelsName(string size, string product) => $"{size} {product} all labels";

    private ReportPage Report(ExperimentContext context)
    {
        var sizes = s_sizes.OrderBy(size => size.Share).ToList();
        return new ReportPage
        {
            Title = "More and less text to pretrain on",
            Command = context.Command,
            Method = FormattableString.Invariant(
                $"""
                Language models that have read none, a quarter, half and all of the German Wikipedia text, each fine-tuned on the training texts of all
                product groups (CLS). The paper's Table 5 has 2 and 100 million tokens of Wikipedia, and MLDoc.

                Accuracy on the test documents; from {FewLabels} labels, {FewLabelsEpochs} epochs of the classifier, mean ± standard deviation of
                {FewLabelSeeds} seeds, which draw the documents, too; from all labels {Preset.Classifier.Training.Epochs} epochs, seed 0.
                """),
            Table = new(
                [.. ExperimentData.Products.SelectMany(product => new[] { $"{product}, {FewLabels} labels", $"{product}, all labels" }).Prepend("text read")],
                [.. sizes.Select(size => (object?[])[size.Name, .. ExperimentData.Products.SelectMany(product => Cells(size.Name, product))])]),
            Charts = [Chart($"{FewLabels} labels", Few), Chart("all labels", All)],
        };

        SeedSummary Few(string size, string product) => context.Folder.Summary(FewLabelSeeds, seed => FewLabelsName(size, product, seed), place: 1);

        SeedSummary[] Cells(string size, string product) => [Few(size, product), All(size, product)];

        SeedSummary All(string size, string product) => context.Folder.Summary(1, _ => AllLabelsName(size, product), place: 1);

        LineChart Chart(string title, Func<string, string, SeedSummary> figure) => new()
        {
            Title = title,
            XLabel = "share of the text that the language model has read",
            YLabel = "test accuracy",
            Lines = [.. ExperimentData.Products.Select(product => new ChartLine(product, Points(product, figure)) { HasMarkers = true })],
        };

        (double X, double Y)[] Points(string product, Func<string, string, SeedSummary> figure) =>
            [.. sizes.Select(size => (size.Share, figure(size.Name, product).Mean))];
    }
}
