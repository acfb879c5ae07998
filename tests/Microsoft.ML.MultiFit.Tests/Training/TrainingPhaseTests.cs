namespace Microsoft.ML.MultiFit.Tests;

public class TrainingPhaseTests
{
    [Fact]
    public void Rates_are_those_of_the_authors_classifier()
    {
        // Method file, section 7.2.
        double[] expected = [2.188e-4, 5.399e-4, 1.332e-3, 3.286e-3, 8.107e-3, 2.000e-2];
        var rates = new ClassifierOptions().Training.Main.Rates(6);
        Assert.Equal(6, rates.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], rates[i], expected[i] * 1e-3);
    }

    [Fact]
    public void Without_a_lowest_rate_or_a_divisor_all_are_alike() => Assert.Equal([3.0, 3, 3], new TrainingPhase { LearningRate = 3 }.Rates(3));

    [Fact]
    public void A_divisor_counts_from_the_last_group() =>
        Assert.Equal([0.01, 0.1, 1], new TrainingPhase { LearningRate = 1, RateDivisor = 10 }.Rates(3).Select(rate => Math.Round(rate, 12)));

    [Fact]
    public void Groups_that_do_not_learn_take_their_place_among_the_rates()
    {
        var lowest = new TrainingPhase { LastGroups = 2, LearningRate = 1, LowestLearningRate = 0.001 };
        Assert.Equal([0.1, 1], lowest.Rates(4).Select(rate => Math.Round(rate, 12)));
        Assert.Equal([1.0], new TrainingPhase { LastGroups = 5, LearningRate = 1, RateDivisor = 2 }.Rates(1));
    }

    [Fact]
    public void Everything_wrong_is_named()
    {
        var phase = new TrainingPhase { LastGroups = 0, Epochs = 0, LearningRate = -1, LowestLearningRate = 0, RateDivisor = 0.5 };
        Assert.Equal(
            ["LastGroups", "Epochs", "LearningRate", "LowestLearningRate", "RateDivisor", "LowestLearningRate"],
            phase.Problems().Select(problem => problem.Split(' ')[0]));
    }
}
