using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>
/// What more text to pretrain on is worth (paper, Table 5, at the size of a two-core machine): language models that have read none, a quarter, half and all
/// of the German Wikipedia text, fine-tuned on the reviews' text, and classifiers of each product group from 100 labels and from all. Of all text
/// also a second classifier that reads backward, together with the first.
/// </summary>
internal sealed record PretrainingSize : IExperiment
{
    // What says most comes first. Both directions come last, as their forward classifiers are trained a second time.
    private static readonly Size[] s_sizes = [new("all", 1), new("none", 0), new("half", 0.5), new("quarter", 0.25), new("all", 1) { BothDirections = true }];

    /// <summary>The names of what can be measured, in this order.</summary>
    public static IReadOnlyList<string> SizeNames { get; } = [.. s_sizes.Select(size => size.ToString())];

    /// <summary>What is measured, of <see cref="SizeNames"/>. Default all.</summary>
    public IReadOnlyList<string> Sizes { get; init; } = SizeNames;

    /// <summary>Whose reviews are classified, of <see cref="ExperimentData.Products"/>. Default all; all are read by the language models in any case.</summary>
    public IReadOnlyList<string> Products { get; init; } = ExperimentData.Products;

    /// <summary>Documents of the smaller training sets.</summary>
    public int FewLabels { get; init; } = 100;

    /// <summary>Epochs of the classifier on the smaller training sets: the paper's 8 would be 40 steps. Default 25.</summary>
    public int FewLabelsEpochs { get; init; } = 25;

    /// <summary>Draws of the smaller training sets. Which documents are drawn matters as much as the seed.</summary>
    public int FewLabelSeeds { get; init; } = 3;

    /// <summary>Model and stages.</summary>
    public MultiFitPreset Preset { get; init; } = Presets.Reduced("de");

    // Slowly, or the few documents are known by heart at once; all epochs, as the preset's best one is a matter of luck.
    private ClassifierOptions FewLabelsClassifier => Preset.Classifier with
    {
        Training = Preset.Classifier.Training with
        {
            Epochs = FewLabelsEpochs,
            LowestLearningRate = 1e-3,
            LearningRate = 4e-3,
            DropoutMultiplier = 1,
            KeepBestEpoch = false,
        },
    };

    /// <summary>Writes accuracy on the validation and test documents of every size, product group and number of labels.</summary>
    public void Run(ExperimentContext context)
    {
        var folder = context.Folder;
        folder.Report(() => Report(context));
        var wiki = context.Data.Text("de");
        var products = context.Data.Reviews("de");
        var texts = HeldOutText.Of(products.Values);
        var vocabulary = folder.Vocabulary("wiki", () => LanguageModels.LearnVocabulary(Preset, wiki.Training));
        foreach (var size in s_sizes.Where(size => Sizes.Contains(size.ToString())))
        {
            var tuned = size.Directions.Select(direction => Tuned(size, direction)).ToList();
            foreach (var (product, reviews) in products.Where(pair => Products.Contains(pair.Key)))
            {
                for (int seed = 0; seed < FewLabelSeeds; seed++)
                    Classify(FewLabelsName(size, product, seed), tuned, reviews, FewLabels, seed, FewLabelsClassifier);
                Classify(AllLabelsName(size, product), tuned, reviews, reviews.Train.Count, seed: 0, Preset.Classifier);
            }
        }

        LanguageModel Tuned(Size size, TextDirection direction)
        {
            var untrained = LanguageModel.CreateRandom(Preset.Architecture with { Direction = direction }, Preset.TextRules, vocabulary, seed: 1);
            var read = wiki with { Training = [.. wiki.Training.Take((int)(size.Share * wiki.Training.Count))] };
            var start = size.Share == 0 ? untrained : folder.LanguageModel(size.WikiModel(direction), Preset.Pretraining, () => untrained, () => read);
            return folder.LanguageModel(size.ReviewModel(direction), Preset.FineTuning, () => start, () => texts);
        }

        void Classify(string name, List<LanguageModel> starts, LabeledTexts reviews, int labels, int seed, ClassifierOptions options) => folder.Figures(name, () =>
        {
            var history = new TrainingHistory(new EpochLines(name));
            var members = starts.ConvertAll(start => Classifiers.Train(name, options, seed, start, reviews, reviews.Draw(labels, seed), history));
            if (members.Count == 1)
                folder.Losses(name, history);
            return [Measure.Accuracy(members, reviews.Validation), Measure.Accuracy(members, reviews.Test)];
        });
    }

    private string FewLabelsName(Size size, string product, int seed) => $"{size} {product} {FewLabels} labels seed {seed}";

    private static string AllLabelsName(Size size, string product) => $"{size} {product} all labels";

    private ReportPage Report(ExperimentContext context)
    {
        var sizes = s_sizes.OrderBy(size => size.Share).ToList();
        var one = sizes.Where(size => !size.BothDirections).ToList();
        var largest = one[^1];
        return new ReportPage
        {
            Title = "More and less text to pretrain on",
            Command = context.Command,
            Method = FormattableString.Invariant(
                $"""
                Language models that have read none, a quarter, half and all of the German Wikipedia text, each fine-tuned on the training texts of all
                product groups (CLS). The paper's Table 5 has 2 and 100 million tokens of Wikipedia, and MLDoc.

                Accuracy on the test documents; from {FewLabels} labels, {FewLabelsEpochs} epochs of the classifier at low rates, mean ± standard deviation of
                {FewLabelSeeds} seeds, which draw the documents, too; from all labels {Preset.Classifier.Training.Epochs} epochs, seed 0.

                Both directions: a second language model and classifier read everything backward; the mean of both classifiers' probabilities decides.
                """),
            Table = new(
                [.. ExperimentData.Products.SelectMany(product => new[] { $"{product}, {FewLabels} labels", $"{product}, all labels" }).Prepend("text read")],
                [.. sizes.Select(size => (object?[])[size.ToString(), .. ExperimentData.Products.SelectMany(product => Cells(size, product))])]),
            Charts =
            [
                Chart($"{FewLabels} labels", Few),
                Chart("all labels", All),
                LossChart.Of(
                    context.Folder,
                    "language models of Wikipedia",
                    "nats a piece",
                    one.Where(size => size.Share > 0).Select(size => (size.Name, size.WikiModel(TextDirection.Forward)))),
                LossChart.Of(
                    context.Folder,
                    "the same, of reviews",
                    "nats a piece",
                    new[] { largest, one[0] }.Select(size => (size.Name, size.ReviewModel(TextDirection.Forward)))),
                LossChart.Of(
                    context.Folder,
                    "classifiers, all text, all labels",
                    "nats a document",
                    ExperimentData.Products.Select(product => (product, AllLabelsName(largest, product)))),
            ],
        };

        SeedSummary Few(Size size, string product) => context.Folder.Summary(FewLabelSeeds, seed => FewLabelsName(size, product, seed), place: 1);

        SeedSummary[] Cells(Size size, string product) => [Few(size, product), All(size, product)];

        SeedSummary All(Size size, string product) => context.Folder.Summary(1, _ => AllLabelsName(size, product), place: 1);

        LineChart Chart(string title, Func<Size, string, SeedSummary> figure) => new()
        {
            Title = title,
            XLabel = "share of the text that the language model has read",
            YLabel = "test accuracy",
            Lines = [.. ExperimentData.Products.Select(product => new ChartLine(product, Points(product, figure)) { HasMarkers = true })],
        };

        (double X, double Y)[] Points(string product, Func<Size, string, SeedSummary> figure) =>
            [.. one.Select(size => (size.Share, figure(size, product).Mean))];
    }

    /// <summary>How much text is read.</summary>
    /// <param name="Name">What files call it.</param>
    /// <param name="Share">Share of the text that there is.</param>
    private sealed record Size(string Name, double Share)
    {
        public bool BothDirections { get; init; }

        public IEnumerable<TextDirection> Directions => BothDirections ? [TextDirection.Forward, TextDirection.Backward] : [TextDirection.Forward];

        public string WikiModel(TextDirection direction) => $"wiki-{Name}{Suffix(direction)}";

        public string ReviewModel(TextDirection direction) => $"reviews-{Name}{Suffix(direction)}";

        public override string ToString() => BothDirections ? $"{Name} in both directions" : Name;

        private static string Suffix(TextDirection direction) => direction == TextDirection.Backward ? "-backward" : "";
    }
}
