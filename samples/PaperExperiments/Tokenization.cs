using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>
/// Pieces of words against whole words (paper, Table 7), with everything else the same, on German reviews of one product group from few labels to all.
/// </summary>
internal sealed record Tokenization : IExperiment
{
    /// <summary>The product group that is classified.</summary>
    public string Product { get; init; } = "music";

    /// <summary>Sizes of the training sets below the full one.</summary>
    public IReadOnlyList<int> LabelCounts { get; init; } = [100, 300, 900];

    /// <summary>Runs of each figure, with seeds from 0 on. Default 3.</summary>
    public int SeedCount { get; init; } = 3;

    /// <summary>Model and stages with a vocabulary of pieces.</summary>
    public MultiFitPreset Preset { get; init; } = Presets.Reduced("de");

    /// <summary>The vocabulary of whole words that takes its place: four times as large (paper: 60,000 words, 15,000 pieces).</summary>
    public WordVocabularyOptions Words { get; init; } = new() { VocabularySize = 32_000 };

    private IReadOnlyList<(string Name, string Model, MultiFitPreset Preset)> Vocabularies =>
        [("pieces", "de-large", Preset), ("words", "de-words", Preset with { Words = Words })];

    /// <inheritdoc/>
    public void Run(ExperimentContext context)
    {
        var products = context.Data.Reviews("de");
        var task = products[Product];
        context.Folder.Report(() => Report(context, task.Train.Count));
        foreach (var (name, model, preset) in Vocabularies)
        {
            var tuned = context.Models.FineTuned(model, preset, "reviews", HeldOutText.Of(products.Values));
            context.Folder.Figures(TokensName(name), () =>
            {
                int[][] tokens = [.. task.Test.Select(document => tuned.Encode(document.Text))];
                double all = tokens.Sum(document => document.Length);
                return [all / tokens.Length, tokens.Sum(document => document.Count(id => id == tuned.Vocabulary.UnknownTextId)) / all];
            });
            foreach (int labels in LabelCounts.Append(task.Train.Count))
            {
                for (int seed = 0; seed < SeedCount; seed++)
                    Classify(Name(name, labels, seed), tuned, labels, seed);
            }
        }

        void Classify(string name, LanguageModel start, int labels, int seed) => context.Folder.Figures(
            name, () => [Measure.Accuracy(Classifiers.Train(name, Preset.Classifier, seed, start, task, task.Draw(labels, seed)), task.Test)]);
    }

    private string TokensName(string vocabulary) => $"{Product} {vocabulary} tokens a document and share unknown";

    private string Name(string vocabulary, int labels, int seed) => $"{Product} {vocabulary} {labels} labels seed {seed}";

    private ReportPage Report(ExperimentContext context, int allLabels)
    {
        var rows = LabelCounts.Append(allLabels).ToList();
        return new ReportPage
        {
            Title = "Pieces of words and whole words",
            Command = context.Command,
            Method = FormattableString.Invariant(
                $"""
                German reviews of {Product} (CLS). Two language models that differ in their vocabulary alone: {Preset.Vocabulary.VocabularySize} pieces and
                the {Words.VocabularySize} most frequent words. Both have read the same Wikipedia text and the training texts of all product groups. The
                paper's Table 7 has 15,000 pieces and 60,000 words, and MLDoc.

                Accuracy on the test documents, mean ± standard deviation of {SeedCount} seeds, which draw the documents, too.
                """),
            Table = new(
                ["", "pieces", "words"],
                [
                    ["tokens a test document", .. Vocabularies.Select(each => (object?)context.Folder.Known(TokensName(each.Name))?[0])],
                    ["share of unknown tokens", .. Vocabularies.Select(each => (object?)context.Folder.Known(TokensName(each.Name))?[1])],
                    .. rows.Select(labels => (object?[])[$"accuracy, {labels} labels", .. Vocabularies.Select(each => Summary(each.Name, labels))]),
                ]),
            Charts =
            [
                new LineChart
                {
                    Title = "pieces of words and whole words",
                    XLabel = "labelled documents",
                    YLabel = "test accuracy",
                    IsXLogarithmic = true,
                    Lines =
                    [
                        .. Vocabularies.Select(each =>
                            new ChartLine(each.Name, [.. rows.Select(labels => ((double)labels, Summary(each.Name, labels).Mean))]) { HasMarkers = true }),
                    ],
                },
            ],
        };

        SeedSummary Summary(string vocabulary, int labels) => context.Folder.Summary(SeedCount, seed => Name(vocabulary, labels, seed));
    }
}
