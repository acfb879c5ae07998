using Microsoft.ML;
using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>
/// What students make of a teacher's labels (paper, Tables 3 and 6): a teacher that has read sentence pairs and English labels, a student with a fine-tuned
/// language model, one with random weights, and the same classifier from true labels.
/// </summary>
internal sealed record Bootstrapping : IExperiment
{
    private static readonly string[] s_figures = ["teacher", "student", "random weights", "supervised"];

    /// <summary>The pairs of tasks. Default all there are.</summary>
    public IReadOnlyList<TransferPair> Pairs { get; init; } = TransferPair.All;

    /// <summary>Runs of each student, with seeds from 0 on. Default 3.</summary>
    public int SeedCount { get; init; } = 3;

    /// <summary>How the teacher's embedding is learned.</summary>
    public CrossLingualEmbeddingOptions Embedding { get; init; } = new();

    /// <summary>Model and stages of the students, by their language.</summary>
    public Func<string, MultiFitPreset> Preset { get; init; } = Presets.Small;

    /// <inheritdoc/>
    public void Run(ExperimentContext context)
    {
        context.Folder.Report(() => Report(context));
        foreach (var pair in Pairs)
            Run(context, pair);
    }

    private void Run(ExperimentContext context, TransferPair pair)
    {
        var (source, whole) = (context.Data.Task(pair.Source), context.Data.Task(pair.Target));
        string[] classes = [.. whole.Classes.Intersect(source.Classes)];
        var target = whole.Only(classes);
        LabeledDocument[] unlabeled = [.. target.Train, .. target.Validation];
        var preset = Preset(pair.Language);

        // Read or learned only if a figure is missing.
        var teacher = new Lazy<ITransformer>(() =>
            context.Teachers.Create(pair.Language, classes, pair.SourceDocuments(source.Only(classes)), Embedding));
        var tuned = new Lazy<LanguageModel>(() => pair.IsReviews
            ? context.Models.FineTuned(pair.Language, preset, "reviews", HeldOutText.Of(context.Data.Reviews(pair.Language).Values))
            : context.Models.FineTuned(pair.Language, preset, "news", HeldOutText.Of([whole])));

        context.Folder.Figures(Name(pair, "teacher", 0), () => Judge(teacher.Value));
        for (int seed = 0; seed < SeedCount; seed++)
        {
            Learn("student", seed, () => tuned.Value);
            Learn("random weights", seed, () => context.Models.Untrained(pair.Language, preset, seed));
            var name = Name(pair, "supervised", seed);
            context.Folder.Figures(name, () =>
            {
                var classifier = Classifiers.Train(name, preset.Classifier, seed, tuned.Value, target, target.Train);
                return Measure.AccuracyAndMacroF1(Measure.Predict(classifier, target.Test), target.Test);
            });
        }

        void Learn(string student, int seed, Func<LanguageModel> start) => context.Folder.Figures(Name(pair, student, seed), () =>
            Judge(context.Teachers.Student(Name(pair, student, seed), teacher.Value, start(), preset.Classifier, seed, unlabeled)));

        double[] Judge(ITransformer model) => Measure.AccuracyAndMacroF1(context.Teachers.Predict(model, classes, target.Test), target.Test);
    }

    // A teacher has no seeds.
    private static string Name(TransferPair pair, string figure, int seed) =>
        figure == "teacher" ? $"{pair.Name} teacher" : $"{pair.Name} {figure} seed {seed}";

    private ReportPage Report(ExperimentContext context)
    {
        // Other pairs may have been measured before.
        var pairs = TransferPair.All.Where(pair => Pairs.Contains(pair) || context.Folder.Known(Name(pair, "teacher", 0)) is not null).ToList();
        return new ReportPage
        {
            Title = "Learning from a teacher instead of labels",
            Command = context.Command,
            Method = FormattableString.Invariant(
                $"""
                From English to other languages: product reviews (CLS) and news (MasakhaNEWS). No label of the target language is read but those of the
                test documents and, for the supervised classifier, of the training and validation documents. Documents of classes that only one of the two
                languages has are left out.

                Teacher: an embedding that the two languages share, learned from sentence pairs, and logistic regression on the English documents. Of
                reviews these are the 2,000 official training documents of the same product group, of news all parts.

                Student: a language model of the target language, pretrained on its corpus and fine-tuned on the texts of the target tasks, then the
                classifier stage on the teacher's labels of training and validation documents, a tenth of which is held out to choose the epoch by. Random
                weights: the same without any pretraining. Supervised: as the student, from true labels. All are of one layer of 300 with 4,000 pieces.

                Accuracy and macro-F1 on the test documents; of students mean ± standard deviation of {SeedCount} seeds. Published figures are of the
                paper's Table 3: LASER as teacher, MultiFiT as its student and from true labels, with models pretrained on 100 million tokens.
                """),
            Table = new(
                [
                    "task", .. s_figures, .. s_figures.Select(figure => $"{figure}, macro-F1"),
                    "published teacher (LASER)", "published student", "published supervised",
                ],
                [
                    .. pairs.Select(pair => (object?[])[
                        pair.Name, .. s_figures.Select(figure => Cell(pair, figure, 0)), .. s_figures.Select(figure => Cell(pair, figure, 1)),
                        pair.PublishedTeacher, pair.PublishedStudent, pair.PublishedSupervised,
                    ]),
                ]),
            Charts =
            [
                new LineChart
                {
                    Title = "students and their teachers, a point for each task",
                    XLabel = "the teacher's test accuracy",
                    YLabel = "test accuracy",
                    Lines = [.. s_figures.Select(figure => new ChartLine(figure, Points(figure)) { HasMarkers = true })],
                },
            ],
        };

        object? Cell(TransferPair pair, string figure, int place) =>
            figure == "teacher" ? context.Folder.Known(Name(pair, figure, 0))?[place] : Summary(pair, figure, place);

        SeedSummary Summary(TransferPair pair, string figure, int place) => context.Folder.Summary(SeedCount, seed => Name(pair, figure, seed), place);

        (double X, double Y)[] Points(string figure) =>
            [.. pairs.Select(pair => (Summary(pair, "teacher", 0).Mean, Summary(pair, figure, 0).Mean)).OrderBy(point => point.Item1)];
    }
}
