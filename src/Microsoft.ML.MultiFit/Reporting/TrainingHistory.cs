using System.Globalization;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Collects the progress of training, for a table and a plot: hand it to a trainer as its progress. A run that goes on from a checkpoint reports what was
/// before once more, so that its history is whole.
/// </summary>
/// <param name="next">Told about every report, too; null for nobody.</param>
/// <example><code>
/// var history = new TrainingHistory();
/// var model = new LanguageModelTrainer(options).Train(start, documents, validation, history);
/// history.SaveCsv("model.history.csv");
/// history.SaveSvg("model.history.svg");
/// </code></example>
public sealed class TrainingHistory(IProgress<TrainingProgress>? next = null) : IProgress<TrainingProgress>
{
    private const int LargestCurve = 400;
    private const int LargestTable = 2_000;

    private readonly List<TrainingProgress> _reports = [];

    /// <summary>The reports kept, in their order: every epoch's end (of more than 2,000 epochs, every n-th) and about 400 steps of every stage.</summary>
    public IReadOnlyList<TrainingProgress> Reports => _reports;

    /// <summary>The reports that ended an epoch.</summary>
    public IEnumerable<TrainingProgress> Epochs => _reports.Where(report => report.EpochEnded);

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (IsKept(value))
            _reports.Add(value);
        next?.Report(value);
    }

    /// <summary>
    /// A table with a line for every epoch: stage, epoch, step, smoothed training loss, validation loss in nats, its perplexity (language models only),
    /// validation accuracy, learning rate of the last group, tokens per second. Invariant numbers, separated by commas.
    /// </summary>
    public string ToCsv()
    {
        var table = new StringBuilder("stage,epoch,step,training_loss,validation_loss,validation_perplexity,validation_accuracy,learning_rate,tokens_per_second\n");
        foreach (var epoch in Epochs)
        {
            var perplexity = IsClassifier(epoch.Stage) ? null : epoch.ValidationLoss is { } loss ? Math.Exp(loss) : (double?)null;
            table.Append(CultureInfo.InvariantCulture, $"{epoch.Stage},{epoch.Epoch},{epoch.Step},{epoch.Loss},{epoch.ValidationLoss},{perplexity},");
            table.Append(CultureInfo.InvariantCulture, $"{epoch.ValidationAccuracy},{epoch.LearningRate},{epoch.TokensPerSecond:0}\n");
        }

        return table.ToString();
    }

    /// <summary>The loss over the epochs of every stage, one chart below the other; below a classifier's loss its accuracy.</summary>
    /// <returns>A self-contained SVG image.</returns>
    public string ToSvg() => LineChart.ToSvg([.. _reports.GroupBy(report => report.Stage).SelectMany(stage => Charts(stage.Key, [.. stage]))]);

    /// <summary>Writes <see cref="ToCsv"/> to a file, which appears whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void SaveCsv(string path) => AtomicFile.WriteText(path, ToCsv());

    /// <summary>Writes <see cref="ToSvg"/> to a file, which appears whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void SaveSvg(string path) => AtomicFile.WriteText(path, ToSvg());

    private static bool IsKept(TrainingProgress report) => report switch
    {
        { EpochCount: < 1 } or { StepCount: < 1 } => false,
        { EpochEnded: true } => report.Epoch == report.EpochCount || report.Epoch % CeilingOfQuotient(report.EpochCount, LargestTable) == 0,
        _ => report.Step % CeilingOfQuotient(report.StepCount, LargestCurve) == 0,
    };

    private static int CeilingOfQuotient(int dividend, int divisor) => 1 + ((dividend - 1) / divisor);

    private static bool IsClassifier(string stage) => stage.EndsWith("classifier", StringComparison.Ordinal);

    private static IEnumerable<LineChart> Charts(string stage, IReadOnlyList<TrainingProgress> reports)
    {
        var training = new ChartLine("training (smoothed)", [.. reports.Where(report => !report.EpochEnded).Select(report => (X(report), report.Loss))]);
        var epochs = reports.Where(report => report.EpochEnded).ToList();
        var validation = Line("validation", report => report.ValidationLoss);
        yield return new LineChart
        {
            Title = $"{stage}: loss",
            XLabel = "epochs",
            YLabel = "loss in nats",
            Lines = [training, validation],
            RightScale = IsClassifier(stage) ? null : Math.Exp,
            RightLabel = IsClassifier(stage) ? "" : "perplexity",
        };
        if (IsClassifier(stage))
        {
            yield return new LineChart
            {
                Title = $"{stage}: validation accuracy",
                XLabel = "epochs",
                YLabel = "share of right predictions",
                Lines = [Line("validation", report => report.ValidationAccuracy)],
            };
        }

        static double X(TrainingProgress report) => (double)report.Step * report.EpochCount / report.StepCount;

        ChartLine Line(string name, Func<TrainingProgress, double?> value)
        {
            var points = epochs.Where(epoch => value(epoch) is not null).Select(epoch => (X(epoch), value(epoch)!.Value));
            return new ChartLine(name, [.. points]) { HasMarkers = true };
        }
    }
}
