// Training sets the tensor library's threads, which are the process's.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PaperExperiments.Tests;

/// <summary>Data of the shape that the experiments read, and models for it, so small that each experiment takes seconds.</summary>
internal sealed class SmallData : IDisposable
{
    private static readonly string[] s_good = ["wunderbar", "schön", "gut", "herrlich"];
    private static readonly string[] s_bad = ["furchtbar", "hässlich", "schlecht", "grässlich"];
    private static readonly string[] s_things = ["Das Buch", "Der Film", "Die Musik", "Das Essen", "Der Garten", "Die Reise"];

    private readonly TemporaryFolder _folder = new();

    public SmallData()
    {
        Write("data/corpora/de.txt.xz", string.Join("\n\n", Reviews(100, seed: 0).Select(review => $"{review.Text}\nMehr ist dazu nicht zu sagen.")));
        foreach (var product in new[] { "books", "dvd", "music" })
            WriteTask($"cls/de/{product}", seed: product.Length);
    }

    /// <summary>Model and stages for this data.</summary>
    public static MultiFitPreset Preset { get; } = MultiFitPreset.Small with
    {
        Architecture = new() { EmbeddingSize = 12, HiddenSize = 16, LayerCount = 2 },
        Vocabulary = new() { VocabularySize = 60, HardVocabularyLimit = false },
        TextRules = new() { Language = "de" },
        Pretraining = Few(MultiFitPreset.Small.Pretraining),
        FineTuning = Few(MultiFitPreset.Small.FineTuning),
        Classifier = MultiFitPreset.Small.Classifier with { Training = Few(MultiFitPreset.Small.Classifier.Training) },
    };

    /// <summary>A file of an experiment's output.</summary>
    public string Output(string experiment, string file) => Path.Combine(_folder.Path, "output", experiment, file);

    /// <summary>The place of an experiment on this data.</summary>
    public ExperimentContext Context(string experiment) =>
        ExperimentContext.Create(experiment, _folder.File("data"), _folder.File("output"), $"the command of {experiment}");

    public void Dispose() => _folder.Dispose();

    private void WriteTask(string name, int seed)
    {
        foreach (var (part, count) in new[] { ("train", 24), ("dev", 8), ("test", 12) })
        {
            var rows = Reviews(count, seed + count).Select(review => $"{review.Label}\t{review.Text}\n");
            Write($"data/{name}/{part}.tsv.gz", "label\ttext\n" + string.Concat(rows));
        }
    }

    /// <summary>Files that would be packed: their readers know by the first bytes that these are not.</summary>
    private void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        File.WriteAllText(_folder.File(name), content);
    }

    private static List<(string Label, string Text)> Reviews(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(place => place % 2 == 0
            ? ("positive", $"{Any(s_things)} ist {Any(s_good)} und {Any(s_good)}.")
            : ("negative", $"{Any(s_things)} war {Any(s_bad)} und {Any(s_bad)}."))];

        string Any(string[] words) => words[random.Next(words.Length)];
    }

    private static LanguageModelOptions Few(LanguageModelOptions stage) => stage with { Training = Few(stage.Training) };

    private static TrainingOptions Few(TrainingOptions training) => training with { Epochs = 1, BatchSize = 4, ThreadCount = 1 };
}
