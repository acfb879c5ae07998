namespace PaperExperiments.Tests;

public sealed class BootstrappingTests : IDisposable
{
    private const string Name = "bootstrapping";

    private readonly SmallData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Teacher_and_students_are_measured_on_every_pair()
    {
        string[] pairs = ["de/books", "de/dvd", "de/music", "hau"];
        var experiment = Experiment("de", "ha");
        experiment.Run(_data.Context(Name));
        var figures = ReportFiles.Figures(_data, Name);
        Assert.Equal(pairs.SelectMany(Names).Order(), figures.Keys.Order());
        Assert.All(figures.Values, figure => Assert.Equal(2, figure.Length));

        // Word for word the same in both languages.
        Assert.Equal([1, 1], figures["de/music teacher"]);

        var results = ReportFiles.Read(_data, Name);
        Assert.EndsWith("published teacher (LASER),published student,published supervised", results[0], StringComparison.Ordinal);
        Assert.EndsWith(",0.7915,0.844,0.93", results[3], StringComparison.Ordinal);
        Assert.EndsWith(",,,", results[4], StringComparison.Ordinal);

        var path = _data.Output(Name, "figures.csv");
        var whole = File.ReadAllLines(path);
        File.WriteAllLines(path, whole.Where(line => !line.StartsWith("hau student seed 1", StringComparison.Ordinal)));
        experiment.Run(_data.Context(Name));
        Assert.Equal(whole.Order(), File.ReadLines(path).Order());

        (experiment with { Languages = ["de"] }).Run(_data.Context(Name));
        Assert.Equal(results, ReportFiles.Read(_data, Name));
    }

    [Fact]
    public void Students_may_learn_from_the_corpus_too_and_from_balanced_labels()
    {
        var experiment = Experiment("ha") with { SeedCount = 1 };
        experiment.Run(_data.Context(Name));
        var documents = ReportFiles.Figures(_data, Name);
        (experiment with { UsesCorpus = true }).Run(_data.Context(Name));
        var added = ReportFiles.Figures(_data, Name).Keys.Except(documents.Keys);
        Assert.Equal(["hau random weights with corpus seed 0", "hau student with corpus seed 0"], added.Order());
        Assert.Contains("learned from like the documents", File.ReadAllText(_data.Output(Name, "report.html")));
        (experiment with { BalancesClasses = true }).Run(_data.Context(Name));
        Assert.Contains("hau student balanced seed 0", ReportFiles.Figures(_data, Name).Keys);
        Assert.Contains("until all classes are equally frequent", File.ReadAllText(_data.Output(Name, "report.html")));
    }

    [Fact]
    public void Students_do_not_know_the_labels_of_their_language()
    {
        var experiment = Experiment("de") with { SeedCount = 1, Preset = _ => SmallData.PresetThatLearns };
        experiment.Run(_data.Context(Name));
        foreach (var part in new[] { "train", "dev" })
        {
            foreach (var pair in TransferPair.To("de"))
                _data.ExchangeLabels(pair.Target, part);
        }

        experiment.Run(_data.Context("other labels"));
        var (before, after) = (ReportFiles.Figures(_data, Name), ReportFiles.Figures(_data, "other labels"));
        const string Student = "de/music student seed 0";
        const string Supervised = "supervised";
        const string SupervisedMusic = $"de/music {Supervised} seed 0";
        Assert.InRange(before[Student][0], 0.8, 1);
        Assert.InRange(before[SupervisedMusic][0], 0.8, 1);
        Assert.InRange(after[SupervisedMusic][0], 0, 0.2);
        Assert.All(before.Keys.Where(name => !name.Contains(Supervised)), name => Assert.Equal(before[name], after[name]));
    }

    private static Bootstrapping Experiment(params string[] languages) => new()
    {
        Languages = languages,
        SeedCount = 2,
        Embedding = SmallData.Embedding,
        Preset = language => SmallData.Preset with { TextRules = new() { Language = language } },
    };

    private static IEnumerable<string> Names(string pair)
    {
        yield return $"{pair} teacher";
        foreach (int seed in new[] { 0, 1 })
        {
            foreach (var figure in new[] { "student", "random weights", "supervised" })
                yield return $"{pair} {figure} seed {seed}";
        }
    }
}
