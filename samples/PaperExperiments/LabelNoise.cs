using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>
/// How many wrong labels a classifier bears, with a pretrained language model and with random weights (paper, Figure 3), on German reviews, which are
/// to be sorted by the kind of product. Training and validation labels are wrong (<see cref="NoisyLabels"/>), test labels are right.
/// </summary>
internal sealed record LabelNoise : IExperiment
{
    private const double MostNoise = 0.75;

    /// <summary>How many documents are learned from, as many of each class. Default 999 (paper: 1,000 and 10,000).</summary>
    public int LabelCount { get; init; } = 999;

    /// <summary>From one share of wrong labels to the next. Default 0.05 (paper).</summary>
    public double Step { get; init; } = 0.05;

    /// <summary>Runs of each point, with seeds from 0 on. Default 3 (paper: 1).</summary>
    public int SeedCount { get; init; } = 3;

    /// <summary>
    /// True: the classifier is that of the epoch with the lowest validation loss, judged by wrong labels. False: that of the last epoch, as in the paper.
    /// Default true.
    /// </summary>
    public bool KeepBestEpoch { get; init; } = true;

    /// <summary>Model and stages.</summary>
    public MultiFitPreset Preset { get; init; } = Presets.Small("de");

    private ClassifierOptions Classifier => Preset.Student with { Training = Preset.Student.Training with { KeepBestEpoch = KeepBestEpoch } };

    private IEnumerable<double> Levels => Enumerable.Range(0, (int)((MostNoise / Step) + 1e-6) + 1).Select(place => Math.Round(place * Step, 4));

    /// <inheritdoc/>
    public void Run(ExperimentContext context)
    {
        var task = context.Data.ProductGroups("de");
        context.Folder.Report(() => Report(context));
        var tuned = context.Models.FineTuned("de", Preset, TransferPair.Reviews, HeldOutText.Of([task]));

        // All levels with one seed before the next seed, so that an interrupted run has a whole curve.
        for (int seed = 0; seed < SeedCount; seed++)
        {
            foreach (double noise in Levels)
            {
                Classify(pretrained: true, tuned, noise, seed);
                Classify(pretrained: false, context.Models.Untrained("de", Preset, seed), noise, seed);
            }
        }

        void Classify(bool pretrained, LanguageModel start, double noise, int seed) => context.Folder.Figures(Name(pretrained, noise, seed), () =>
        {
            var noisy = task with { Validation = NoisyLabels.Of(task.Validation, task.Classes.Count, noise, seed) };
            var documents = NoisyLabels.Of(task.Draw(LabelCount, seed), task.Classes.Count, noise, seed);
            var classifier = Classifiers.Train(Name(pretrained, noise, seed), Classifier, seed, start, noisy, documents);
            return [Measure.Accuracy(classifier, task.Test)];
        });
    }

    private string Name(bool pretrained, double noise, int seed)
    {
        var (epoch, start) = (KeepBestEpoch ? "" : " last epoch", pretrained ? "pretrained" : "random weights");
        return FormattableString.Invariant($"groups{epoch} {start} noise {noise} seed {seed}");
    }

    private ReportPage Report(ExperimentContext context)
    {
        var training = Classifier.Training;
        var epoch = KeepBestEpoch ? "the epoch with the lowest validation loss, judged by the wrong labels; the authors' are the last one's" : "the last epoch";
        var points = Levels.Select(noise => (Noise: noise, Pretrained: Summary(true, noise), Random: Summary(false, noise))).ToList();
        return new ReportPage
        {
            Title = "Wrong labels, with and without pretraining",
            Command = context.Command,
            Method = FormattableString.Invariant(
                $"""
                German reviews (CLS) of books, films and music, and which of the three each is about: {LabelCount} training documents. The paper's
                Figure 3 is of Spanish news, four classes.

                Of training and validation documents the given share, drawn without replacement, gets a wrong label, either of the two as likely. Test labels
                are right.

                The classifier trains {training.Epochs} epochs in batches of {training.BatchSize}, at rates of {training.LowestLearningRate} to
                {training.LearningRate}, with label smoothing {training.LabelSmoothing} and dropout × {training.DropoutMultiplier}. Its weights are those of
                {epoch}.

                Pretrained: a language model of German Wikipedia text, fine-tuned on the training texts of all the reviews. Random weights: the
                same vocabulary and architecture, no text read.

                Accuracy on the test documents, mean ± standard deviation of {SeedCount} seeds from 0 on, which draw the training documents and the wrong
                labels, too.
                """),
            Table = new(
                ["wrong labels", "pretrained", "random weights", "1 − noise"],
                [.. points.Select(point => (object?[])[point.Noise, point.Pretrained, point.Random, 1 - point.Noise])]),
            Charts =
            [
                new LineChart
                {
                    Title = "accuracy with wrong labels",
                    XLabel = "share of wrong labels",
                    YLabel = "test accuracy",
                    Lines =
                    [
                        new("pretrained", [.. points.Select(point => (point.Noise, point.Pretrained.Mean))]) { HasMarkers = true },
                        new("random weights", [.. points.Select(point => (point.Noise, point.Random.Mean))]) { HasMarkers = true },
                        new("1 − noise", [.. points.Select(point => (point.Noise, 1 - point.Noise))]),
                    ],
                },
            ],
        };

        SeedSummary Summary(bool pretrained, double noise) => context.Folder.Summary(SeedCount, seed => Name(pretrained, noise, seed));
    }
}
