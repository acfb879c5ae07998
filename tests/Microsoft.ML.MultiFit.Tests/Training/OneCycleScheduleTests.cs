namespace Microsoft.ML.MultiFit.Tests;

public class OneCycleScheduleTests
{
    // By hand for n = 20: a = 6 warm-up and 14 cool-down steps, lr = cos from 1/25 to 1 and from 1 to 1/250000, β₁ 0.8 → 0.7 → 0.8.
    // Step 3 is half of the warm-up: (0.04 + 1)/2; step 2 a third: 1 − 0.96/2·(1 + cos 60°) = 0.28; step 13 half of the cool-down.
    [Theory]
    [InlineData(0, 0.04, 0.8)]
    [InlineData(2, 0.28, 0.775)]
    [InlineData(3, 0.52, 0.75)]
    [InlineData(4, 0.76, 0.725)]
    [InlineData(6, 1.0, 0.7)]
    [InlineData(13, 0.500002, 0.75)]
    public void Follows_the_table(int step, double rate, double beta1)
    {
        var (actualRate, actualBeta1) = new OneCycleSchedule().At(step, 20);
        Assert.Equal(rate, actualRate, 9);
        Assert.Equal(beta1, actualBeta1, 9);
    }

    [Fact]
    public void The_last_step_has_almost_arrived()
    {
        // 13/14 of the cool-down: e + (s − e)/2·(1 + cos(13π/14)).
        var (rate, beta1) = new OneCycleSchedule().At(19, 20);
        Assert.Equal(4e-6 + ((1 - 4e-6) / 2 * (1 - 0.97492791218182)), rate, 9);
        Assert.Equal(0.8 - (0.05 * (1 - 0.97492791218182)), beta1, 9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_cycle_too_short_for_a_warm_up_starts_at_its_peak(int steps)
    {
        Assert.Equal((1.0, 0.7), new OneCycleSchedule().At(0, steps));
    }

    // By hand for n = 10 with a half rising from 1/2 to 1 and falling to 1/4, β₁ 0.9 → 0.5 → 0.9: a quarter turn is half of the way.
    [Theory]
    [InlineData(0, 0.5, 0.9)]
    [InlineData(2, 0.672745751406263, 0.761803398874990)]    // 1 − ¼·(1 + cos 72°), 0.5 + 0.2·(1 + cos 72°)
    [InlineData(5, 1, 0.5)]
    [InlineData(7, 0.740881372890605, 0.638196601125010)]    // ¼ + ⅜·(1 + cos 72°), 0.9 − 0.2·(1 + cos 72°)
    public void Every_number_of_it_can_be_changed(int step, double rate, double beta1)
    {
        var schedule = new OneCycleSchedule { WarmUpShare = 0.5, StartDivisor = 2, EndDivisor = 4, HighBeta1 = 0.9, LowBeta1 = 0.5 };
        var (actualRate, actualBeta1) = schedule.At(step, 10);
        Assert.Equal(rate, actualRate, 9);
        Assert.Equal(beta1, actualBeta1, 9);
    }

    [Fact]
    public void Wrong_numbers_are_all_named()
    {
        var schedule = new OneCycleSchedule { WarmUpShare = 1, StartDivisor = 0, EndDivisor = double.NaN, HighBeta1 = 1, LowBeta1 = -1 };
        Assert.Equal(
            ["WarmUpShare", "StartDivisor", "EndDivisor", "HighBeta1", "LowBeta1"], schedule.Problems().Select(problem => problem.Split(' ')[0]));
    }
}
