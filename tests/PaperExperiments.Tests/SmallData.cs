// Training sets the tensor library's threads, which are the process's.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PaperExperiments.Tests;

/// <summary>Data of the shape that the experiments read, and models for it, so small that each experiment takes seconds.</summary>
internal sealed class SmallData : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallData()
    {
        foreach (var (language, words) in new[] { ("de", SmallLanguage.German), ("ha", SmallLanguage.Hausa) })
        {
            Write($"corpora/{language}.txt.xz", string.Join("\n\n", words.Sentences(100, 2, seed: 0)));
            var rows = SmallLanguage.English.Sentences(90, 3, seed: 1).Zip(words.Sentences(90, 3, seed: 1), (english, other) => $"test\t{english}\t{other}\n");
            Write($"parallel/en-{language}.tsv.gz", $"origin\ten\t{language}\n" + string.Concat(rows));
            Write($"parallel-eval/en-{language}.tsv.gz", $"origin\ten\t{language}\n" + Evaluation(words, "ntrex", 12) + (language == "de" ? Evaluation(words, "tatoeba-laser", 5) : ""));
        }

        static string Evaluation(SmallLanguage words, string origin, int count) => string.Concat(
            SmallLanguage.English.Sentences(count, 3, seed: count).Zip(words.Sentences(count, 3, seed: count), (english, other) => $"{origin}\t{english}\t{other}\n"));

        foreach (var product in new[] { "books", "dvd", "music" })
        {
            WriteTask($"cls/de/{product}", SmallLanguage.German, ["positive", "negative"], seed: product.Length);
            WriteTask($"cls/en/{product}", SmallLanguage.English, ["positive", "negative"], seed: product.Length + 7);
        }

        WriteTask("masakhanews/eng", SmallLanguage.English, ["sports", "politics", "technology"], seed: 2);
        WriteTask("masakhanews/hau", SmallLanguage.Hausa, ["sports", "politics", "religion"], seed: 3);
    }

    /// <summary>Model and stages for this data.</summary>
    public static MultiFitPreset Preset { get; } = MultiFitPreset.Small with
    {
        Architecture = new() { EmbeddingSize = 12, HiddenSize = 16, LayerCount = 2 },
        Vocabulary = new() { VocabularySize = 60, HardVocabularyLimit = false },
        TextRules = new() { Language = "de" },
        Pretraining = Few(MultiFitPreset.Small.Pretraining),
        FineTuning = Few(MultiFitPreset.Small.FineTuning),
        Classifier = LearnsFor(epochs: 1),
        Student = LearnsFor(epochs: 1),
    };

    /// <summary>The same with a classifier that takes the time to learn what there is to learn.</summary>
    public static MultiFitPreset PresetThatLearns { get; } = Preset with { Classifier = LearnsFor(epochs: 20), Student = LearnsFor(epochs: 20) };

    /// <summary>How this data's languages get an embedding in common.</summary>
    public static CrossLingualEmbeddingOptions Embedding { get; } = new()
    {
        Vocabulary = new() { VocabularySize = 150, HardVocabularyLimit = false, CharacterCoverage = 1, UserDefinedSymbols = [] },
        Dimension = 24,
        ThreadCount = 1,
    };

    /// <summary>A file of an experiment's output.</summary>
    public string Output(string experiment, string file) => Path.Combine(_folder.Path, "output", experiment, file);

    /// <summary>The place of an experiment on this data.</summary>
    public ExperimentContext Context(string experiment) =>
        ExperimentContext.Create(experiment, _folder.File("data"), _folder.File("output"), $"the command of {experiment}");

    /// <summary>Gives every document of a task's part another of the labels.</summary>
    public void ExchangeLabels(string task, string part)
    {
        var path = Path.Combine(_folder.Path, "data", task, $"{part}.tsv.gz");
        var rows = File.ReadAllLines(path).Skip(1).Select(line => line.Split('\t')).ToList();
        var classes = rows.Select(row => row[0]).Distinct().ToList();
        File.WriteAllLines(path, rows.Select(row => $"{classes[(classes.IndexOf(row[0]) + 1) % classes.Count]}\t{row[1]}").Prepend("label\ttext"));
    }

    public void Dispose() => _folder.Dispose();

    private void WriteTask(string name, SmallLanguage language, string[] classes, int seed)
    {
        foreach (var (part, count) in new[] { ("train", 24), ("dev", 9), ("test", 12) })
        {
            var rows = language.Sentences(count, classes.Length, seed + count).Select((text, place) => $"{classes[place % classes.Length]}\t{text}\n");
            Write($"{name}/{part}.tsv.gz", "label\ttext\n" + string.Concat(rows));
        }
    }

    /// <summary>Writes files that are packed elsewhere: their readers know by the first bytes that these are not.</summary>
    private void Write(string name, string content)
    {
        var path = Path.Combine(_folder.Path, "data", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private static ClassifierOptions LearnsFor(int epochs) =>
        MultiFitPreset.Small.Classifier with { Training = Few(MultiFitPreset.Small.Classifier.Training) with { Epochs = epochs } };

    private static LanguageModelOptions Few(LanguageModelOptions stage) => stage with { Training = Few(stage.Training) };

    private static TrainingOptions Few(TrainingOptions training) => training with { Epochs = 1, BatchSize = 4, ThreadCount = 1 };
}
