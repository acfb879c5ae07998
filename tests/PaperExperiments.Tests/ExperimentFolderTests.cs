namespace PaperExperiments.Tests;

public sealed class ExperimentFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Figures_are_computed_once_whatever_their_name()
    {
        foreach (var name in new[] { "pieces", "pieces, characters", "pieces, characters, bits" })
            Assert.Equal([name.Length, 0.25], new ExperimentFolder(_folder.Path).Figures(name, () => [name.Length, 0.25]));
        var folder = new ExperimentFolder(_folder.Path);
        Assert.Equal([18, 0.25], folder.Figures("pieces, characters", () => throw new InvalidOperationException()));
        Assert.Null(folder.Known("piece"));
    }

    [Fact]
    public void A_summary_is_of_the_seeds_that_are_there()
    {
        var folder = new ExperimentFolder(_folder.Path);
        Assert.Equal("", folder.Summary(3, Name).ToString());
        folder.Figures(Name(0), () => [9, 0.5]);
        Assert.Equal("0.500 (1 seed)", folder.Summary(3, Name, place: 1).ToString());
        folder.Figures(Name(2), () => [9, 0.6]);
        Assert.Equal("0.550 ± 0.071 (2 seeds)", folder.Summary(3, Name, place: 1).ToString());

        static string Name(int seed) => $"accuracy seed {seed}";
    }

    [Fact]
    public void A_report_is_written_at_once_and_after_each_new_figure()
    {
        var folder = new ExperimentFolder(_folder.Path);
        int reports = 0;
        folder.Report(() => new ReportPage { Title = $"{++reports}", Command = "", Method = "", Table = new([], []), Charts = [] });
        Assert.Contains("<h1>1</h1>", File.ReadAllText(_folder.File("report.html")));
        folder.Figures("a", () => [1]);
        folder.Figures("a", () => [1]);
        folder.Figures("b", () => [1]);
        Assert.Contains("<h1>3</h1>", File.ReadAllText(_folder.File("report.html")));
    }
}
