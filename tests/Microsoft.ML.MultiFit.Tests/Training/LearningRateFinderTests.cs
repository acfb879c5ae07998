namespace Microsoft.ML.MultiFit.Tests;

[Collection(nameof(TorchCollection))]
public class LearningRateFinderTests
{
    private static readonly LanguageModel s_start = RandomModels.LanguageModel(RandomModels.Architecture, 1);
    private static readonly string[] s_texts = [.. Enumerable.Range(0, 30).Select(i => string.Join(' ', Enumerable.Range(0, 20).Select(k => $"{(char)('a' + ((i + k) % 5))}0")))];

    [Fact]
    public void Rates_grow_by_the_same_factor()
    {
        // Three steps from 0.01 to 1: 0.01, 0.1, 1, as shares of the highest.
        var sweep = new RateSweep { LowestRate = 0.01, HighestRate = 1, StepCount = 3 };
        Assert.Equal([0.01, 0.1, 1], Enumerable.Range(0, 3).Select(step => Math.Round(sweep.At(step, 99).RateFactor, 12)));
        Assert.Equal(4, new RateSweep { LowestRate = 0, HighestRate = -1, StepCount = 1, Beta1 = 2 }.Problems().Count());
    }

    [Fact]
    public void The_steepest_fall_is_suggested()
    {
        // Losses by hand at rates 1e-9, 1e-8, …: the steepest fall (from 3.8 to 2.0 across two steps) is around the sixth point, 1e-4.
        double[] losses = [4, 4, 4, 3.9, 3.8, 3, 2.0, 1.9, 1.95, 5];
        var curve = new RateCurve([.. losses.Select((loss, step) => new RatePoint(Math.Pow(10, step - 9), loss))]);
        Assert.Equal(1e-4, curve.Suggestion!.Value, 1e-12);
        Assert.StartsWith("learning_rate,loss\n1E-09,4\n", curve.ToCsv());
        Assert.Contains("suggestion: 1e-4", curve.ToSvg());
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 1.0 })]
    [InlineData(new[] { 1.0, 2 })]
    [InlineData(new[] { 1.0, 1.5, 2, 3 })]
    public void Where_nothing_falls_nothing_is_suggested(double[] losses)
    {
        var curve = new RateCurve([.. losses.Select((loss, step) => new RatePoint(Math.Pow(10, step - 4), loss))]);
        Assert.Null(curve.Suggestion);
        Assert.Contains("<svg", curve.ToSvg());
    }

    [Fact]
    public void A_language_models_loss_falls_and_then_explodes()
    {
        var options = new LanguageModelOptions { Training = new() { BatchSize = 5, BpttLength = 10, ThreadCount = 1, GradientClip = 0 } };
        var before = s_start.Weights[WeightNames.Embedding].Values.ToArray();
        var reports = new List<TrainingProgress>();
        var curve = LearningRateFinder.Find(options, s_start, s_texts, new RateSweep { HighestRate = 1e4, StepCount = 60 }, new Callback(reports.Add));
        Assert.InRange(curve.Points.Count, 10, 59);
        Assert.Equal(1e-7, curve.Points[0].Rate, 1e-16);
        Assert.Equal(Math.Pow(1e11, 1.0 / 59), curve.Points[1].Rate / curve.Points[0].Rate, 1e-6);
        Assert.True(curve.Points.Min(point => point.Loss) < 0.9 * curve.Points[0].Loss);
        Assert.InRange(curve.Suggestion!.Value, 1e-5, 10);
        Assert.Equal(before, s_start.Weights[WeightNames.Embedding].Values);
        Assert.Equal(curve.Points.Count, reports.Count);
        Assert.All(reports, report => Assert.Equal(("find-rate", 60), (report.Stage, report.StepCount)));
    }

    [Fact]
    public void No_more_text_is_read_than_all_steps_can_need()
    {
        var options = new LanguageModelOptions { Training = new() { BatchSize = 5, BpttLength = 10, ThreadCount = 1 } };
        var curve = LearningRateFinder.Find(options, s_start, Endless(), new RateSweep { HighestRate = 1e-3, StepCount = 8 });
        Assert.Equal(8, curve.Points.Count);

        static IEnumerable<string> Endless()
        {
            for (int i = 0; ; i++)
                yield return s_texts[i % s_texts.Length];
        }
    }

    [Fact]
    public void One_run_is_searched_where_training_has_several()
    {
        var options = new ClassifierOptions { Runs = 3, Training = new() { BatchSize = 4, ThreadCount = 1 } };
        var documents = s_texts.Select((text, i) => new LabeledDocument(text, i % 2)).ToList();
        Assert.Equal(5, LearningRateFinder.Find(options, s_start, 2, documents, new RateSweep { HighestRate = 1e-3, StepCount = 5 }).Points.Count);
    }

    [Fact]
    public void A_classifiers_search_keeps_the_ratios_of_its_rates()
    {
        var documents = s_texts.Select((text, i) => new LabeledDocument(i % 2 == 0 ? text : "c0 c0", i % 2)).ToList();
        var options = new ClassifierOptions { Training = new ClassifierOptions().Training with { BatchSize = 6, ThreadCount = 1 } };
        var curve = LearningRateFinder.Find(options, s_start, 2, documents, new RateSweep { StepCount = 12, HighestRate = 1e-3 });
        Assert.Equal(12, curve.Points.Count);
        Assert.Equal(1e-3, curve.Points[^1].Rate, 1e-12);
    }

    [Fact]
    public void Cancellation_and_wrong_options_are_told()
    {
        using var source = new CancellationTokenSource();
        var cancel = new Callback(_ => source.Cancel());
        Assert.ThrowsAny<OperationCanceledException>(() => LearningRateFinder.Find(new LanguageModelOptions(), s_start, s_texts, null, cancel, source.Token));
        var error = Assert.Throws<ArgumentException>(() => LearningRateFinder.Find(new LanguageModelOptions(), s_start, s_texts, new RateSweep { LowestRate = -1 }));
        Assert.Contains("LowestRate", error.Message);
    }

    private sealed class Callback(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
