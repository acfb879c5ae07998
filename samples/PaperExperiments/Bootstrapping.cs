using Microsoft.ML;
using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>
/// What students make of a teacher's labels (paper, Tables 3 and 6): a teacher that has read sentence pairs and English labels, a student with a fine-tuned
/// language model, one with random weights, and the same classifier from true labels.
/// </summary>
internal sealed record Bootstrapping : IExperiment
{
    // Of a corpus of single sentences: some 200 words.
    private const int PortionLines = 10;

    private static readonly string[] s_figures = ["teacher", "student", "random weights", "supervised"];

    /// <summary>The target languages. Default all there are.</summary>
    public IReadOnlyList<string> Languages { get; init; } = TransferPair.Languages;

    /// <summary>Runs of each student, with seeds from 0 on. Default 3.</summary>
    public int SeedCount { get; init; } = 3;

    /// <summary>Whether the teacher labels the language's corpus, too, and students learn from it besides the tasks' documents. Default false.</summary>
    public bool UsesCorpus { get; init; }

    /// <summary>Whether the teacher's probabilities are scaled until all classes are equally frequent. Default false.</summary>
    public bool BalancesClasses { get; init; }

    /// <summary>How the teacher's embedding is learned.</summary>
    public CrossLingualEmbeddingOptions Embedding { get; init; } = new();

    /// <summary>Model and stages of the students, by their language.</summary>
    public Func<string, MultiFitPreset> Preset { get; init; } = Presets.Small;

    /// <summary>Share of the documents that students learn from: those the teacher is surest of, equally many of each class as far as there are. Default 0.6.</summary>
    public double SelectedShare { get; init; } = 0.6;

    /// <inheritdoc/>
    public void Run(ExperimentContext context)
    {
        context.Folder.Report(() => Report(context));
        foreach (var language in Languages)
            Run(context, language);
    }

    /// <summary>One teacher of a language and one student a seed for all of its tasks, which have the same classes.</summary>
    private void Run(ExperimentContext context, string language)
    {
        var tasks = TransferPair.To(language).Select(pair => TransferTask.Read(context.Data, pair)).ToList();
        var (kind, classes) = (tasks[0].Pair.Kind, tasks[0].Classes);
        LabeledDocument[] unlabeled = [.. tasks.SelectMany(task => task.Unlabeled), .. UsesCorpus ? Portions() : []];
        var preset = Preset(language);
        var labels = new BootstrapOptions
        {
            Labels = PseudoLabelKind.Soft,
            BalanceClasses = BalancesClasses,
            DocumentsPerClass = Math.Max(2, (int)(SelectedShare * unlabeled.Length / classes.Length)),
            ValidationShare = 0,
        };

        // There are few news, and a step needs a batch of them.
        int epochs = preset.Student.Training.Epochs * (kind == TransferPair.News && !UsesCorpus ? 2 : 1);
        var training = preset.Student.Training with { KeepBestEpoch = false, Epochs = epochs };
        var classifier = preset.Student with { Training = training };

        // Read or learned only if a figure is missing.
        var teacher = new Lazy<ITransformer>(() => context.Teachers.Create(language, classes, [.. tasks.SelectMany(task => task.Source)], Embedding));
        var tuned = new Lazy<LanguageModel>(() =>
            context.Models.FineTuned(language, preset, kind, HeldOutText.Of(tasks.Select(task => context.Data.Task(task.Pair.Target)))));

        Judge("teacher", 0, teacher);
        for (int seed = 0; seed < SeedCount; seed++)
        {
            Judge("student", seed, Learner("student", seed, () => tuned.Value));
            Judge("random weights", seed, Learner("random weights", seed, () => context.Models.Untrained(language, preset, seed)));
            foreach (var task in tasks)
            {
                var name = Name(task.Pair, "supervised", seed);
                context.Folder.Figures(name, () =>
                {
                    var supervised = Classifiers.Train(name, preset.Classifier, seed, tuned.Value, task.Target, task.Target.Train);
                    return Measure.AccuracyAndMacroF1(Measure.Predict(supervised, task.Target.Test), task.Target.Test);
                });
            }
        }

        // Nobody looks at the labels of what is not labelled.
        IEnumerable<LabeledDocument> Portions() => context.Data.Portions(language, PortionLines).Select(text => new LabeledDocument(text, 0));

        Lazy<ITransformer> Learner(string name, int seed, Func<LanguageModel> start) => new(() =>
            context.Teachers.Student($"{language} {name} seed {seed}", teacher.Value, start(), labels, classifier, seed, unlabeled));

        void Judge(string figure, int seed, Lazy<ITransformer> model)
        {
            foreach (var task in tasks)
            {
                context.Folder.Figures(Name(task.Pair, figure, seed), () =>
                    Measure.AccuracyAndMacroF1(context.Teachers.Predict(model.Value, classes, task.Target.Test), task.Target.Test));
            }
        }
    }

    // A teacher has no seeds, and neither it nor true labels depend on what students read.
    private string Name(TransferPair pair, string figure, int seed) => figure switch
    {
        "teacher" => $"{pair.Name} teacher",
        "supervised" => $"{pair.Name} {figure} seed {seed}",
        _ => $"{pair.Name} {figure}{(UsesCorpus ? " with corpus" : "")}{(BalancesClasses ? " balanced" : "")} seed {seed}",
    };

    private ReportPage Report(ExperimentContext context)
    {
        // Other languages may have been measured before.
        var pairs = TransferPair.All.Where(pair => Languages.Contains(pair.Language) || context.Folder.Known(Name(pair, "teacher", 0)) is not null).ToList();
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
                reviews these are the 2,000 official training documents of each product group that the target language has, of news all parts. There is
                one teacher of a language for all of its tasks.

                Student: a language model of the target language, pretrained on its corpus and fine-tuned on the texts of the target tasks, then the
                classifier stage, all epochs, on the teacher's probabilities of the {SelectedShare:P0} of the training and validation documents that it
                is surest of, equally many of each class as far as there are; one student of a language for all of its tasks. It learns slowly, with much
                dropout, so that it does not know the teacher's mistakes by heart.{(UsesCorpus ? " The corpus, in portions of ten lines, is labelled and learned from like the documents." : "")}{(BalancesClasses ? " Before, the teacher's probabilities are scaled until all classes are equally frequent in what it labels." : "")} Random weights: the same without any pretraining. Supervised: one for each
                task, from the true labels of its training documents, the epoch chosen by its validation documents. All are of one layer of 300 with 4,000
                pieces.

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
