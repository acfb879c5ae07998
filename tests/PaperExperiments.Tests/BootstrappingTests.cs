namespace PaperExperiments.Tests;

public sealed class BootstrappingTests : IDisposable
{
    private const string Name = "bootstrapping";

    private readonly SmallData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Teacher_and_students_are_measured_on_every_pair()
    {
        string[] pairs = ["de/music", "hau"];
        var experiment = Experiment(pairs);
        experiment.Run(_data.Context(Name));
        var figures = ReportFiles.Figures(_data, Name);
        Assert.Equal(pairs.SelectMany(Names), figures.Keys);
        Assert.All(figures.Values, figure => Assert.Equal(2, figure.Length));

        // Word for word the same in both languages.
        Assert.Equal([1, 1], figures["de/music teacher"]);

        var results = ReportFiles.Read(_data, Name);
        Assert.EndsWith("published teacher (LASER),published student,published supervised", results[0], StringComparison.Ordinal);
        Assert.EndsWith(",0.7915,0.844,0.93", results[1], StringComparison.Ordinal);
        Assert.EndsWith(",,,", results[2], StringComparison.Ordinal);

        var path = _data.Output(Name, "figures.csv");
        var whole = File.ReadAllLines(path);
        File.WriteAllLines(path, whole.Where(line => !line.StartsWith("hau student seed 1", StringComparison.Ordinal)));
        experiment.Run(_data.Context(Name));
        Assert.Equal(whole.Order(), File.ReadLines(path).Order());

        (experiment with { Pairs = experiment.Pairs.Take(1).ToList() }).Run(_data.Context(Name));
        Assert.Equal(results, ReportFiles.Read(_data, Name));
    }

    [Fact]
    public void Students_do_not_know_the_labels_of_their_language()
    {
        var experiment = Experiment(["de/music"]) with { SeedCount = 1, Preset = _ => SmallData.PresetThatLearns };
        experiment.Run(_data.Context(Name));
        foreach (var part in new[] { "train", "dev" })
            _data.ExchangeLabels("cls/de/music", part);
        experiment.Run(_data.Context("other labels"));
        var (before, after) = (ReportFiles.Figures(_data, Name), ReportFiles.Figures(_data, "other labels"));
        const string Student = "de/music student seed 0";
        const string Supervised = "de/music supervised seed 0";
        Assert.InRange(before[Student][0], 0.8, 1);
        Assert.InRange(before[Supervised][0], 0.8, 1);
        Assert.InRange(after[Supervised][0], 0, 0.2);
        Assert.All(before.Keys.Except([Supervised]), name => Assert.Equal(before[name], after[name]));
    }

    private static Bootstrapping Experiment(string[] pairs) => new()
    {
        Pairs = [.. TransferPair.All.Where(pair => pairs.Contains(pair.Name))],
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
