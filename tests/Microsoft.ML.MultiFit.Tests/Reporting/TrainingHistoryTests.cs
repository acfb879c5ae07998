using System.Xml.Linq;

namespace Microsoft.ML.MultiFit.Tests;

public sealed class TrainingHistoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_table_has_a_line_for_every_epoch()
    {
        var history = new TrainingHistory();
        history.Report(new TrainingProgress("vocabulary", 0, 0, 1, 9, 0));
        history.Report(new TrainingProgress("pretrain", 1, 2, 50, 100, 4.5));
        history.Report(new TrainingProgress("pretrain", 1, 2, 50, 100, 4.5, Math.Log(20), 0.25, 1234.4, default, true, 5e-3));
        history.Report(new TrainingProgress("pretrain", 2, 2, 100, 100, 4, null, null, 1000, default, true, 2e-8));
        history.Report(new TrainingProgress("classifier", 1, 1, 7, 7, 0.5, 0.75, 0.5, 10, default, true, 0.1));
        Assert.Equal(
            """
            stage,epoch,step,training_loss,validation_loss,validation_perplexity,validation_accuracy,learning_rate,tokens_per_second
            pretrain,1,50,4.5,2.995732273553991,19.999999999999996,0.25,0.005,1234
            pretrain,2,100,4,,,,2E-08,1000
            classifier,1,7,0.5,0.75,,0.5,0.1,10

            """,
            history.ToCsv());
    }

    [Fact]
    public void The_plot_has_loss_and_for_classifiers_accuracy()
    {
        var history = new TrainingHistory();
        foreach (var stage in new[] { "finetune", "classifier" })
        {
            for (int step = 1; step <= 10; step++)
                history.Report(new TrainingProgress(stage, ((step - 1) / 5) + 1, 2, step, 10, 1.0 / step));
            history.Report(new TrainingProgress(stage, 2, 2, 10, 10, 0.1, 0.2, 0.9, EpochEnded: true));
        }

        var texts = XElement.Parse(history.ToSvg()).Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value).ToList();
        Assert.Contains("finetune: loss", texts);
        Assert.Contains("classifier: loss", texts);
        Assert.Contains("classifier: validation accuracy", texts);
        Assert.DoesNotContain("finetune: validation accuracy", texts);
        Assert.Single(texts, "perplexity");
    }

    [Fact]
    public void Long_runs_are_thinned_and_passed_on_whole()
    {
        int passed = 0;
        var history = new TrainingHistory(new Callback(() => passed++));
        for (int epoch = 1; epoch <= 5_000; epoch++)
        {
            for (int step = 1; step <= 2; step++)
                history.Report(new TrainingProgress("pretrain", epoch, 5_000, (2 * (epoch - 1)) + step, 10_000, 1));
            history.Report(new TrainingProgress("pretrain", epoch, 5_000, 2 * epoch, 10_000, 1, EpochEnded: true));
        }

        Assert.Equal(15_000, passed);
        Assert.Equal(400, history.Reports.Count(report => !report.EpochEnded));
        Assert.InRange(history.Epochs.Count(), 1_000, 2_001);
        Assert.Equal(5_000, history.Epochs.Last().Epoch);
    }

    [Fact]
    public void Files_are_what_the_texts_are()
    {
        var history = new TrainingHistory();
        history.Report(new TrainingProgress("pretrain", 1, 1, 1, 1, 4.5, EpochEnded: true));
        history.SaveCsv(_folder.File("h.csv"));
        history.SaveSvg(_folder.File("h.svg"));
        Assert.Equal(history.ToCsv(), File.ReadAllText(_folder.File("h.csv")));
        Assert.Equal(history.ToSvg(), File.ReadAllText(_folder.File("h.svg")));
    }

    private sealed class Callback(Action report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report();
    }
}
