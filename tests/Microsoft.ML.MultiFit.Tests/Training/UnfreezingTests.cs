namespace Microsoft.ML.MultiFit.Tests;

public class UnfreezingTests
{
    private static readonly double s_ratio = Math.Pow(2.6, 4);

    [Fact]
    public void Gradually_one_more_group_learns_each_epoch()
    {
        var options = Unfreezing.Gradual(new() { Epochs = 5, LearningRate = 0.01, RateDivisor = 2.6 }, 4);
        Assert.Equal([1, 2, 3, null], options.Phases.Select(phase => phase.LastGroups));
        Assert.Equal([1, 1, 1, 5], options.Phases.Select(phase => phase.Epochs));
        Assert.Equal(8, options.EpochCount);
        Assert.Equal([0.01 / 2.6, 0.01], options.Unfreezing[1].Rates(4).Select(rate => Math.Round(rate, 15)), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Empty(Unfreezing.Gradual(new(), 1).Unfreezing);
    }

    [Fact]
    public void Layered_is_the_authors_list()
    {
        var phases = Unfreezing.Layered(new() { Epochs = 8, RateDivisor = 3 }).Phases.ToArray();
        Assert.Equal([1, 2, 3, null], phases.Select(phase => phase.LastGroups));
        Assert.Equal([1, 1, 1, 5], phases.Select(phase => phase.Epochs));
        Assert.Equal([2e-2, 1e-2, 5e-3, 1e-3], phases.Select(phase => phase.LearningRate));
        Assert.All(phases, phase => Assert.Equal(phase.LearningRate / s_ratio, phase.LowestLearningRate!.Value, 12));
        Assert.All(phases, phase => Assert.Empty(phase.Problems()));
    }

    [Fact]
    public void Two_cycles_are_the_head_and_then_all()
    {
        var phases = Unfreezing.TwoCycle(new() { Epochs = 4 }).Phases.ToArray();
        Assert.Equal([1, null], phases.Select(phase => phase.LastGroups));
        Assert.Equal([1, 3], phases.Select(phase => phase.Epochs));
        Assert.Equal([2e-2, 1e-2], phases.Select(phase => phase.LearningRate));
        Assert.All(phases, phase => Assert.Equal(phase.LearningRate / s_ratio, phase.LowestLearningRate!.Value, 12));
    }
}
