namespace MultiFit.Cli.Tests;

public sealed class VocabularyLearnerTests : IDisposable
{
    private static readonly UnigramTrainerOptions s_options = new() { VocabularySize = 40, HardVocabularyLimit = false, ThreadCount = 1 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_longer_than_the_sample_is_learned_from_in_part()
    {
        using var corpus = Corpus(string.Join(' ', Enumerable.Range(0, 300_000).Select(i => $"wort{(char)('a' + (i % 26))}")));
        var model = new VocabularyLearner(s_options, sampleCharacterCount: 1_200_000).Learn(corpus, null, new Reports(), default);
        Assert.True(model.IdOf("w") >= 0);
    }

    [Fact]
    public void Reading_is_reported_and_can_be_cancelled()
    {
        using var corpus = Corpus(string.Concat(Enumerable.Repeat("ein satz\n", 25_000)));
        var reports = new Reports();
        new VocabularyLearner(s_options).Learn(corpus, null, reports, default);
        Assert.Equal([10_000, 20_000], reports.All.Where(report => report.Stage == "reading").Select(report => report.Step));

        using var cancellation = new CancellationTokenSource();
        var cancelling = new Reports(_ => cancellation.Cancel());
        Assert.ThrowsAny<OperationCanceledException>(() => new VocabularyLearner(s_options).Learn(corpus, null, cancelling, cancellation.Token));
        Assert.Equal("reading", Assert.Single(cancelling.All).Stage);
    }

    [Fact]
    public void The_description_has_what_decides_and_not_the_threads()
    {
        string description = new VocabularyLearner(s_options).Description;
        Assert.Equal(description, new VocabularyLearner(s_options with { ThreadCount = 2 }).Description);
        Assert.NotEqual(description, new VocabularyLearner(s_options with { CharacterCoverage = 0.5 }).Description);
        Assert.NotEqual(description, new VocabularyLearner(s_options with { UserDefinedSymbols = ["<sep>"] }).Description);
        Assert.NotEqual(new VocabularyLearner(new WordVocabularyOptions()).Description, new VocabularyLearner(new WordVocabularyOptions { MinCount = 3 }).Description);
    }

    private Corpus Corpus(string text) => new([_folder.Write("text.txt", text)], "text", null, new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null, false));

    private sealed class Reports(Action<TrainingProgress>? act = null) : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> All { get; } = [];

        public void Report(TrainingProgress value)
        {
            All.Add(value);
            act?.Invoke(value);
        }
    }
}
