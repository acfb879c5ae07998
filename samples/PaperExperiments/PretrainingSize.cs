using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>
/// What more text to pretrain on is worth (paper, Table 5, at the size of a two-core machine): language models that have read none, a quarter, half and all
/// of the German Wikipedia text, fine-tuned on the reviews' text, and classifiers of each product group from 100 labels and from all.
/// </summary>
internal static class PretrainingSize
{
    private const int FewLabels = 100;

    // Which documents are drawn matters as much as the seed.
    private const int FewLabelSeeds = 3;

    private static readonly string[] s_products = ["books", "dvd", "music"];

    private static readonly (string Name, double Share)[] s_sizes = [("all", 1), ("none", 0), ("half", 0.5), ("quarter", 0.25)];

    private static readonly MultiFitPreset s_preset = MultiFitPreset.Paper with
    {
        Architecture = new() { VocabularySize = 8_000, EmbeddingSize = 256, HiddenSize = 640, LayerCount = 3 },
        Vocabulary = new() { VocabularySize = 8_000, CharacterCoverage = 0.99999 },
        TextRules = TextRules.Paper("de"),
        Pretraining = MultiFitPreset.Paper.Pretraining with { Training = MultiFitPreset.Paper.Pretraining.Training with { Epochs = 5 } },
        FineTuning = MultiFitPreset.Paper.FineTuning with { Training = MultiFitPreset.Paper.FineTuning.Training with { Epochs = 4 } },
    };

    /// <summary>Writes accuracy on the validation and test documents of every size, product group and number of labels.</summary>
    public static void Run(string dataFolder, ExperimentFolder folder)
    {
        var articles = TextCorpus.Read(Path.Combine(dataFolder, "corpora", "de.txt.xz")).ToList();
        int held = articles.Count / 50;
        var products = s_products.ToDictionary(product => product, product => Reviews.Read(Path.Combine(dataFolder, "cls", "de", product)));
        var texts = products.Values.SelectMany(reviews => reviews.Train).Select(review => review.Text).ToList();
        var heldTexts = products.Values.SelectMany(reviews => reviews.Validation).Select(review => review.Text).ToList();
        var vocabulary = folder.Vocabulary("wiki", () =>
            new UnigramTrainer(s_preset.Vocabulary).Train(articles.Skip(held).SelectMany(article => article.Split('\n')).Select(s_preset.TextRules.Apply)));
        var untrained = LanguageModel.CreateRandom(s_preset.Architecture, s_preset.TextRules, vocabulary, seed: 1);
        foreach (var (name, share) in s_sizes)
        {
            var start = share == 0 ? untrained : folder.LanguageModel(
                $"wiki-{name}", s_preset.Pretraining, () => untrained, articles.Skip(held).Take((int)(share * (articles.Count - held))), articles.Take(held));
            var tuned = folder.LanguageModel($"reviews-{name}", s_preset.FineTuning, () => start, texts, heldTexts);
            foreach (var (product, reviews) in products)
            {
                for (int seed = 0; seed < FewLabelSeeds; seed++)
                    Classify($"{name} {product} {FewLabels} labels seed {seed}", folder, tuned, reviews, FewLabels, seed);
                Classify($"{name} {product} all labels", folder, tuned, reviews, reviews.Train.Count, seed: 0);
            }
        }
    }

    private static void Classify(string name, ExperimentFolder folder, LanguageModel start, Reviews reviews, int labels, int seed) => folder.Figures(name, () =>
    {
        var options = s_preset.Classifier with { Training = s_preset.Classifier.Training with { Seed = seed } };
        var classifier = new ClassifierTrainer(options).Train(
            start, 2, Reviews.Labeled(reviews.Draw(labels, seed)), Reviews.Labeled(reviews.Validation), new EpochLines(name));
        return [Measure.Accuracy(classifier, reviews.Validation), Measure.Accuracy(classifier, reviews.Test)];
    });
}
