namespace PaperExperiments.Tests;

public sealed class LabelNoiseTests : IDisposable
{
    private const string Name = "noise";

    private readonly SmallData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Every_level_is_measured_with_and_without_pretraining_and_an_interrupted_run_goes_on()
    {
        var experiment = new LabelNoise { Step = 0.375, SeedCount = 2, Preset = SmallData.Preset };
        experiment.Run(_data.Context(Name));
        var figures = ReportFiles.Figures(_data, Name);
        var expected =
            from seed in new[] { 0, 1 }
            from noise in new[] { "0", "0.375", "0.75" }
            from start in new[] { "pretrained", "random weights" }
            select $"groups {start} noise {noise} seed {seed}";
        Assert.Equal(expected, figures.Keys);
        Assert.All(figures.Values, figure => Assert.InRange(Assert.Single(figure), 0, 1));

        var results = ReportFiles.Read(_data, Name);
        const string RandomColumns = "random weights,random weights deviation,random weights seeds";
        Assert.Equal($"wrong labels,pretrained,pretrained deviation,pretrained seeds,{RandomColumns},1 − noise", results[0]);
        var last = results[3].Split(',');
        Assert.Equal(["0.75", "2", "2", "0.25"], [last[0], last[3], last[6], last[7]]);

        var path = _data.Output(Name, "figures.csv");
        var whole = File.ReadAllLines(path);
        File.WriteAllLines(path, whole[..^2]);
        experiment.Run(_data.Context(Name));
        Assert.Equal(whole, File.ReadAllLines(path));
        Assert.Equal(results, ReportFiles.Read(_data, Name));
    }

    [Fact]
    public void The_last_epoch_can_be_kept_beside_the_best()
    {
        var best = new LabelNoise { Step = 0.75, SeedCount = 1, Preset = SmallData.Preset };
        best.Run(_data.Context(Name));
        (best with { KeepBestEpoch = false }).Run(_data.Context(Name));
        var figures = ReportFiles.Figures(_data, Name);
        Assert.Equal(8, figures.Count);
        Assert.Equal(4, figures.Keys.Count(name => name.StartsWith("groups last epoch ", StringComparison.Ordinal)));
        Assert.Contains("those of the last epoch.", File.ReadAllText(_data.Output(Name, "report.html")).ReplaceLineEndings(" "));
    }

    [Fact]
    public void The_language_models_are_left_for_other_experiments()
    {
        new LabelNoise { Step = 0.75, SeedCount = 1, Preset = SmallData.Preset }.Run(_data.Context(Name));
        var path = _data.Output("language-models", "de-reviews.multifit");
        var written = File.GetLastWriteTimeUtc(path);
        Assert.Equal(["pretrain", "finetune"], LanguageModel.Load(path).Provenance.Stages.Select(stage => stage.Name));
        new LabelNoise { Step = 0.75, SeedCount = 1, Preset = SmallData.Preset }.Run(_data.Context("noise again"));
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
        Assert.Equal(File.ReadAllLines(_data.Output(Name, "figures.csv")), File.ReadAllLines(_data.Output("noise again", "figures.csv")));
    }
}
