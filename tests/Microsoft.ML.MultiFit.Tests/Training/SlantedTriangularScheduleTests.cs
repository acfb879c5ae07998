namespace Microsoft.ML.MultiFit.Tests;

public class SlantedTriangularScheduleTests
{
    // By hand for n = 40: 4 rising and 36 falling steps, rate (1 + 31·height)/32.
    [Theory]
    [InlineData(0, 1 / 32.0)]
    [InlineData(1, 8.75 / 32)]          // height ¼
    [InlineData(2, 16.5 / 32)]          // height ½
    [InlineData(4, 1)]
    [InlineData(13, 24.25 / 32)]        // height ¾: 9 of 36 fallen
    [InlineData(22, 16.5 / 32)]         // height ½
    [InlineData(39, (1 + (31 / 36.0)) / 32)]
    public void Follows_the_table(int step, double rate)
    {
        var (actual, beta1) = new SlantedTriangularSchedule().At(step, 40);
        Assert.Equal(rate, actual, 12);
        Assert.Equal(0.7, beta1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(19)]
    [InlineData(1_237)]
    public void Rates_stay_between_the_lowest_and_the_highest_for_any_length(int steps)
    {
        var rates = Enumerable.Range(0, steps).Select(step => new SlantedTriangularSchedule().At(step, steps).RateFactor).ToArray();
        Assert.All(rates, rate => Assert.InRange(rate, 1 / 32.0, 1));
        Assert.Equal(1, rates.Max());
        Assert.Equal(1, rates[steps / 10]);
    }

    [Fact]
    public void Every_number_of_it_can_be_changed()
    {
        var schedule = new SlantedTriangularSchedule { CutFraction = 0.5, Ratio = 4, Beta1 = 0.8 };
        Assert.Equal((0.25, 0.8), schedule.At(0, 8));
        Assert.Equal((0.625, 0.8), schedule.At(2, 8));
        Assert.Equal((0.4375, 0.8), schedule.At(7, 8));
    }

    [Fact]
    public void Wrong_numbers_are_all_named() => Assert.Equal(
        ["CutFraction", "Ratio", "Beta1"],
        new SlantedTriangularSchedule { CutFraction = -0.1, Ratio = 0.5, Beta1 = double.NaN }.Problems().Select(problem => problem.Split(' ')[0]));
}
