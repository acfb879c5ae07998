namespace MultiFit.Cli.Tests.Verbs;

/// <summary>The tests that share one <see cref="TrainedFiles"/>; run after the others, one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TrainedFilesTests : ICollectionFixture<TrainedFiles>
{
    public const string Name = "trained files";
}

/// <summary>One tiny run of every training verb, shared by the tests that look at the files it left.</summary>
public sealed class TrainedFiles : IDisposable
{
    private static readonly string[] s_good = ["wunderbar", "schön", "gut", "herrlich"];
    private static readonly string[] s_bad = ["furchtbar", "hässlich", "schlecht", "grässlich"];
    private static readonly string[] s_things = ["Das Buch", "Der Film", "Die Musik", "Das Essen", "Der Garten", "Die Reise"];

    private readonly TemporaryFolder _folder = new();

    public TrainedFiles()
    {
        Corpus = _folder.WriteGzip("corpus.txt.gz", string.Join("\n\n", Sentences().Select(row => $"{row.Text}\nMehr ist dazu nicht zu sagen.")));
        Labeled = _folder.Write("train.tsv", "label\ttext\n" + string.Concat(Sentences().Select(row => $"{row.Label}\t{row.Text}\n")));
        Vocabulary = _folder.File("words.model");
        LanguageModel = _folder.File("german.multifit");
        FineTuned = _folder.File("reviews.multifit");
        Classifier = _folder.File("reviews.zip");

        Runs =
        [
            CommandRun.Of("tokenizer", "train", "--input", Corpus, "--vocab-size", "50", "--language", "de", "--threads", "1", "--output", Vocabulary),
            CommandRun.Of("pretrain", "--corpus", Corpus, "--tokenizer", Vocabulary, "--preset", "small", "--epochs", "2", "--batch-size", "8", "--language", "de", "--seed", "1", "--threads", "1", "--output", LanguageModel),
            CommandRun.Of("finetune", "--model", LanguageModel, "--text", Labeled, "--epochs", "1", "--batch-size", "8", "--seed", "1", "--threads", "1", "--output", FineTuned),
            CommandRun.Of("train", "--model", FineTuned, "--train", Labeled, "--validation", Labeled, "--epochs", "15", "--batch-size", "6", "--seed", "1", "--threads", "1", "--output", Classifier),
        ];
        FilesOfRuns = Directory.GetFiles(Folder);
    }

    /// <summary>The four runs, in the order of the files.</summary>
    internal IReadOnlyList<CommandRun> Runs { get; }

    /// <summary>All that the four runs left, before any test, some of which kill what is writing, adds to it.</summary>
    public IReadOnlyList<string> FilesOfRuns { get; }

    public string Corpus { get; }

    public string Labeled { get; }

    public string Vocabulary { get; }

    public string LanguageModel { get; }

    public string FineTuned { get; }

    public string Classifier { get; }

    public string Folder => _folder.Path;

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<(string Label, string Text)> Sentences() =>
        from thing in s_things
        from words in s_good.Zip(s_bad)
        from row in new[] { ("positive", $"{thing} ist {words.First}."), ("negative", $"{thing} war {words.Second}.") }
        select row;
}
