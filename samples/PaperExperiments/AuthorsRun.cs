using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>
/// What the authors' own program was measured on: a small model, 1.8 million pieces of German Wikipedia, reviews of music. The same numbers at every
/// stage, so that the results can be held side by side.
/// </summary>
internal sealed record AuthorsRun : IExperiment
{
    private const int SeedCount = 3;

    private const int FewLabels = 100;

    // Of their program: loss a piece on the validation reviews, after each epoch of fine-tuning.
    private static readonly double[] s_theirLosses = [4.146, 4.033, 3.936, 3.913];

    // What the authors' program counts the characters of: words and punctuation apart, but nothing marked.
    private static readonly TextRules s_words = new() { Language = "de", FastaiRules = false, MarkFields = false };

    /// <summary>How many words are read: as many as theirs. Their articles are not known one by one.</summary>
    public CorpusSplit Split { get; init; } =
        new() { TrainTokenCount = 980_000, ValidationTokenCount = 62_000, TestTokenCount = 0, FurtherTrainTokenCount = 0 };

    /// <summary>Model and stages.</summary>
    public MultiFitPreset Preset { get; init; } = Presets.Reduced("de") with
    {
        Pretraining = MultiFitPreset.Paper.Pretraining.WithEpochs(2),
        FineTuning = MultiFitPreset.Paper.FineTuning with { Training = MultiFitPreset.Paper.FineTuning.Training with { Epochs = 3, BatchSize = 20 } },
        Classifier = MultiFitPreset.Paper.Classifier with
        {
            Training = MultiFitPreset.Paper.Classifier.Training with
            {
                LabelSmoothingRule = LabelSmoothingRule.AllClassesDividedEpsilon,
                KeepBestEpoch = false,
            },
        },
    };

    /// <summary>Writes the language models' validation losses and bits a character, and the classifiers' test accuracy.</summary>
    public void Run(ExperimentContext context)
    {
        var folder = context.Folder;
        var articles = Split.Apply(context.Data.Corpus("de"), article => CorpusSplit.CountTokens(article, "de"))
            .ToLookup(each => each.Part, each => each.Document);
        var wikiText = new HeldOutText([.. articles[CorpusPart.Train]], [.. articles[CorpusPart.Validation]]);
        var reviews = context.Data.Task("cls/de/music");
        var reviewText = HeldOutText.Of([reviews]);
        folder.Report(() => Report(context, reviews.Train.Count));
        var vocabulary = folder.Vocabulary("wiki", () => LanguageModels.LearnVocabulary(Preset, wikiText.Training));
        for (int seed = 0; seed < SeedCount; seed++)
        {
            var untrained = LanguageModel.CreateRandom(Preset.Architecture, Preset.TextRules, vocabulary, seed);
            var wiki = folder.LanguageModel(WikiModel(seed), Preset.Pretraining.WithSeed(seed), () => untrained, () => wikiText);
            var music = folder.LanguageModel(MusicModel(seed), Preset.FineTuning.WithSeed(seed), () => wiki, () => reviewText);
            BitsPerCharacter(WikiModel(seed), wiki, wikiText, text => s_words.Apply(text).Length);
            BitsPerCharacter(MusicModel(seed), music, reviewText, text => text.Length);
            Accuracy("random", untrained, FewLabels, seed);
            Accuracy("pretrained", music, FewLabels, seed);
            Accuracy("pretrained", music, reviews.Train.Count, seed);
        }

        void BitsPerCharacter(string name, LanguageModel model, HeldOutText text, Func<string, int> count) => folder.Figures(BitsName(name), () =>
        {
            double pieces = text.Validation.Sum(document => model.Encode(document).Length);
            double characters = text.Validation.Sum(count);
            return [pieces, characters, folder.KnownLosses(name)[^1] * pieces / Math.Log(2) / characters];
        });

        void Accuracy(string start, LanguageModel model, int labels, int seed)
        {
            string name = AccuracyName(start, labels, seed);
            folder.Figures(
                name, () => [Measure.Accuracy(Classifiers.Train(name, Preset.Classifier, seed, model, reviews, reviews.Draw(labels, seed)), reviews.Test)]);
        }
    }

    private static string WikiModel(int seed) => $"wiki seed {seed}";

    private static string MusicModel(int seed) => $"music seed {seed}";

    private static string BitsName(string model) => $"{model} pieces, characters, bits a character";

    private static string AccuracyName(string start, int labels, int seed) => $"{start} {labels} labels seed {seed}";

    private static ReportPage Report(ExperimentContext context, int allLabels)
    {
        var folder = context.Folder;
        return new ReportPage
        {
            Title = "Beside the authors' program",
            Command = context.Command,
            Method = FormattableString.Invariant(
                $"""
                The authors' own program was once measured on a small model: embedding 256, three layers of 640, 8,000 pieces, two epochs of 0.98 million
                words of German Wikipedia, fine-tuning on the 1,800 training reviews of CLS de/music (one epoch of the head, three of all), eight epochs of
                the classifier, the last of which counts. Here every number is the same.

                Bits a character and losses are on validation text, accuracy is on the test documents: ours mean ± standard deviation of {SeedCount} seeds, each with
                language models and drawn documents of its own; theirs of one seed.
                """),
            Table = new(
                ["", "theirs", "ours"],
                [
                    ["wiki, bits a character", 1.87, BitsPerCharacter(WikiModel)],
                    ["reviews, bits a character", 1.94, BitsPerCharacter(MusicModel)],
                    [$"accuracy, {allLabels} labels", 0.845, Accuracy("pretrained", allLabels)],
                    [$"accuracy, {FewLabels} labels", 0.605, Accuracy("pretrained", FewLabels)],
                    [$"accuracy, {FewLabels} labels, random weights", 0.527, Accuracy("random", FewLabels)],
                ]),
            Charts =
            [
                new LineChart
                {
                    Title = "fine-tuning on reviews",
                    XLabel = "epochs",
                    YLabel = "validation loss in nats a piece",
                    Lines =
                    [
                        LossChart.Line("theirs", s_theirLosses),
                        .. Enumerable.Range(0, SeedCount).Select(seed => LossChart.Line($"ours, seed {seed}", folder.KnownLosses(MusicModel(seed)))),
                    ],
                },
            ],
        };

        SeedSummary BitsPerCharacter(Func<int, string> model) => folder.Summary(SeedCount, seed => BitsName(model(seed)), place: 2);

        SeedSummary Accuracy(string start, int labels) => folder.Summary(SeedCount, seed => AccuracyName(start, labels, seed));
    }
}
