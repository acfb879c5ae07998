using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>
/// What the authors' own program was measured on: a small model, 1.8 million pieces of German Wikipedia, reviews of music. The same numbers at every
/// stage, so that the results can be held side by side.
/// </summary>
internal static class AuthorsRun
{
    // As many words as theirs. Their articles are not known one by one.
    private static readonly CorpusSplit s_split = new() { TrainTokenCount = 980_000, ValidationTokenCount = 62_000, TestTokenCount = 0, FurtherTrainTokenCount = 0 };

    private static readonly MultiFitPreset s_preset = MultiFitPreset.Paper with
    {
        Architecture = new() { VocabularySize = 8_000, EmbeddingSize = 256, HiddenSize = 640, LayerCount = 3 },
        Vocabulary = new() { VocabularySize = 8_000, CharacterCoverage = 0.99999 },
        TextRules = TextRules.Paper("de"),
        Pretraining = MultiFitPreset.Paper.Pretraining with { Training = MultiFitPreset.Paper.Pretraining.Training with { Epochs = 2 } },
        FineTuning = MultiFitPreset.Paper.FineTuning with { Training = MultiFitPreset.Paper.FineTuning.Training with { Epochs = 3, BatchSize = 20 } },
        Classifier = MultiFitPreset.Paper.Classifier with
        {
            Training = MultiFitPreset.Paper.Classifier.Training with { LabelSmoothingRule = LabelSmoothingRule.AllClassesDividedEpsilon, KeepBestEpoch = false },
        },
    };

    // What the authors' program counts the characters of: words and punctuation apart, but nothing marked.
    private static readonly TextRules s_words = new() { Language = "de", FastaiRules = false, MarkFields = false };

    /// <summary>Writes the language models' validation losses and bits a character, and the classifiers' test accuracy.</summary>
    public static void Run(string dataFolder, ExperimentFolder folder)
    {
        var articles = s_split.Apply(TextCorpus.Read(Path.Combine(dataFolder, "corpora", "de.txt.xz")), article => CorpusSplit.CountTokens(article, "de"))
            .ToLookup(each => each.Part, each => each.Document);
        var reviews = Reviews.Read(Path.Combine(dataFolder, "cls", "de", "music"));
        var training = articles[CorpusPart.Train];
        var vocabulary = folder.Vocabulary("wiki", () =>
            new UnigramTrainer(s_preset.Vocabulary).Train(training.SelectMany(article => article.Split('\n')).Select(s_preset.TextRules.Apply)));
        var untrained = LanguageModel.CreateRandom(s_preset.Architecture, s_preset.TextRules, vocabulary, seed: 0);
        var wiki = folder.LanguageModel("wiki", s_preset.Pretraining, () => untrained, training, articles[CorpusPart.Validation]);
        var music = folder.LanguageModel(
            "music", s_preset.FineTuning, () => wiki, reviews.Train.Select(review => review.Text), reviews.Validation.Select(review => review.Text));
        BitsPerCharacter("wiki", wiki, articles[CorpusPart.Validation], text => s_words.Apply(text).Length);
        BitsPerCharacter("music", music, reviews.Validation.Select(review => review.Text), text => text.Length);
        foreach (int labels in new[] { 100, reviews.Train.Count })
        {
            for (int seed = 0; seed < 3; seed++)
            {
                Accuracy($"pretrained {labels} labels seed {seed}", music, labels, seed);
                if (labels == 100)
                    Accuracy($"random {labels} labels seed {seed}", untrained, labels, seed);
            }
        }

        void BitsPerCharacter(string name, LanguageModel model, IEnumerable<string> texts, Func<string, int> count) => folder.Figures(
            $"{name} pieces, characters, bits a character", () =>
            {
                double pieces = texts.Sum(text => model.Encode(text).Length);
                double characters = texts.Sum(count);
                return [pieces, characters, folder.Losses(name)[^1] * pieces / Math.Log(2) / characters];
            });

        void Accuracy(string name, LanguageModel start, int labels, int seed) => folder.Figures(name, () =>
        {
            var options = s_preset.Classifier with { Training = s_preset.Classifier.Training with { Seed = seed } };
            var classifier = new ClassifierTrainer(options).Train(
                start, 2, Reviews.Labeled(reviews.Draw(labels, seed)), Reviews.Labeled(reviews.Validation), new EpochLines(name));
            return [Measure.Accuracy(classifier, reviews.Test)];
        });
    }
}
