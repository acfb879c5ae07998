namespace Microsoft.ML.MultiFit.Tests;

public class ChartAxisTests
{
    [Theory]
    [InlineData(0.0, 10.0, new[] { 0.0, 2, 4, 6, 8, 10 }, 1e-12)]
    [InlineData(0.3, 3.9, new[] { 0.0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4 }, 1e-12)]
    [InlineData(-0.00011, 0.00004, new[] { -0.00012, -0.0001, -0.00008, -0.00006, -0.00004, -0.00002, 0, 0.00002, 0.00004 }, 1e-15)]
    public void Ticks_are_round_numbers_around_the_values(double least, double most, double[] ticks, double tolerance)
    {
        var axis = ChartAxis.Of([most, least], false, 0, 100);
        Assert.Equal(ticks.Length, axis.Ticks.Count);
        Assert.All(ticks.Zip(axis.Ticks), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        Assert.Equal(0, axis.At(axis.Ticks[0]), 9);
        Assert.Equal(100, axis.At(axis.Ticks[^1]), 9);
    }

    [Fact]
    public void Equal_differences_take_equal_room() => Assert.Equal(30, ChartAxis.Of([0, 10], false, 10, 50).At(5), 9);

    [Fact]
    public void On_a_logarithmic_axis_equal_ratios_do()
    {
        var axis = ChartAxis.Of([2e-5, 3], true, 0, 60);
        Assert.Equal([1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10], axis.Ticks.Select(tick => Math.Round(tick, 9)));
        Assert.Equal(20, axis.At(1e-3), 9);
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 0.0 })]
    [InlineData(new[] { 7.0, 7 })]
    [InlineData(new[] { -1e9 })]
    public void Nothing_and_a_single_number_have_an_axis_too(double[] values)
    {
        var axis = ChartAxis.Of(values, false, 0, 1);
        Assert.InRange(axis.Ticks.Count, 2, 12);
        Assert.All(values, value => Assert.InRange(axis.At(value), 0, 1));
    }
}
