namespace PaperExperiments.Tests;

public sealed class AuthorsRunTests : IDisposable
{
    private const string Name = "authors-run";

    private readonly SmallData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Its_figures_stand_beside_those_of_the_authors_program()
    {
        var split = new CorpusSplit { TrainTokenCount = 200, ValidationTokenCount = 50, TestTokenCount = 0, FurtherTrainTokenCount = 0 };
        new AuthorsRun { Split = split, Preset = SmallData.Preset }.Run(_data.Context(Name));
        var folder = _data.Context(Name).Folder;
        var bits = folder.Known("music seed 2 pieces, characters, bits a character")!;
        Assert.Equal(folder.KnownLosses("music seed 2")[^1] * bits[0] / bits[1] / Math.Log(2), bits[2], 1e-4);

        var results = ReportFiles.Read(_data, Name);
        Assert.Equal(",theirs,ours,ours deviation,ours seeds", results[0]);
        Assert.Equal(5, results.Skip(1).Count(line => line.Split(',')[^3].Length > 0));
        Assert.Matches("^\"accuracy, 24 labels\",0\\.845,[0-9.]+,[0-9.]+,3$", results[3]);
    }
}
