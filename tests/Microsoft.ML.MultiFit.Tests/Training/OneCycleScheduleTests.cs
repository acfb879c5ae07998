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
        var (actualRate, actualBeta1) = new OneCycleSchedule(20).At(step);
        Assert.Equal(rate, actualRate, 9);
        Assert.Equal(beta1, actualBeta1, 9);
    }

    [Fact]
    public void The_last_step_has_almost_arrived()
    {
        // 13/14 of the cool-down: e + (s − e)/2·(1 + cos(13π/14)).
        var (rate, beta1) = new OneCycleSchedule(20).At(19);
        Assert.Equal(4e-6 + ((1 - 4e-6) / 2 * (1 - 0.97492791218182)), rate, 9);
        Assert.Equal(0.8 - (0.05 * (1 - 0.97492791218182)), beta1, 9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_cycle_too_short_for_a_warm_up_starts_at_its_peak(int steps)
    {
        Assert.Equal((1.0, 0.7), new OneCycleSchedule(steps).At(0));
    }
}
