namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Students of teachers that are wrong now and then, on documents that are easy to tell apart.</summary>
[Collection(nameof(TorchCollection))]
public class PseudoLabelBootstrapperTests
{
    private static readonly LanguageModel s_model =
        LanguageModel.CreateRandom(new() { EmbeddingSize = 12, HiddenSize = 16, LayerCount = 2 }, new TextRules(), RandomModels.Vocabulary(50), seed: 1);

    private static readonly LabeledText[] s_test = [.. LabeledText.Rows(120, seed: 77)];

    [Theory]
    [InlineData(PseudoLabelKind.Hard)]
    [InlineData(PseudoLabelKind.Soft)]
    public void A_student_becomes_better_than_a_teacher_that_is_right_four_times_in_five(PseudoLabelKind kind)
    {
        var student = new PseudoLabelBootstrapper(new() { Labels = kind }, Classifier(12)).Train(s_model, LabeledText.Classes, Documents(300, right: 0.8));
        Assert.InRange(Accuracy(student), 0.93, 1);
    }

    [Fact]
    public void A_second_round_learns_from_the_first_rounds_student()
    {
        var documents = Documents(240, right: 0.7);
        var rounds = new List<BootstrapRound>();
        var steps = new Steps();
        var options = new BootstrapOptions { Rounds = 2, ValidationShare = 0 };
        var student = new PseudoLabelBootstrapper(options, Classifier(8)).Train(s_model, LabeledText.Classes, documents, null, steps, new Listener(rounds.Add));
        Assert.Equal(["round 1 classifier", "round 1 labels", "round 2 classifier"], steps.Reports.Select(report => report.Stage).Distinct());

        // By hand: train on the teacher's labels, label everything, train from the start again.
        var trainer = new ClassifierTrainer(Classifier(8));
        var first = trainer.Train(s_model, 3, [.. documents.Select(document => new LabeledDocument(document.Text, document.Label!.Value.Label))]);
        var labels = Probabilities(first, documents.Select(document => document.Text)).Select(scores => PseudoLabel.Of(scores).Label).ToArray();
        var second = trainer.Train(s_model, 3, [.. documents.Select((document, i) => new LabeledDocument(document.Text, labels[i]))]);
        Assert.Equal(Probabilities(second, Texts(s_test)), Probabilities(student, Texts(s_test)));

        Assert.Equal([1, 2], rounds.Select(round => round.Round));
        int changed = documents.Where((document, i) => document.Label!.Value.Label != labels[i]).Count();
        Assert.InRange(changed, 30, 120);
        Assert.Equal((0, changed), (rounds[0].Changed, rounds[1].Changed));
        Assert.Equal(Enumerable.Range(0, 3).Select(label => labels.Count(other => other == label)), rounds[1].Labeled);
        Assert.Contains($", {changed} labels changed", rounds[1].Describe());
    }

    [Fact]
    public void Selection_decides_what_is_learned_and_unselected_documents_do_not_matter()
    {
        // The unsure labels are all wrong: with the threshold nothing of them is left.
        var sure = Documents(90, right: 1);
        var unsure = Documents(60, right: 0, seed: 5).ConvertAll(document => document with { Label = document.Label!.Value with { Confidence = 0.4f } });
        var options = new BootstrapOptions { MinimumConfidence = 0.5, ValidationShare = 0 };
        var rounds = new List<BootstrapRound>();
        var student = new PseudoLabelBootstrapper(options, Classifier(3)).Train(s_model, LabeledText.Classes, [.. sure, .. unsure], rounds: new Listener(rounds.Add));
        var expected = new ClassifierTrainer(Classifier(3)).Train(s_model, 3, [.. sure.Select(document => new LabeledDocument(document.Text, document.Label!.Value.Label))]);
        Assert.Equal(Probabilities(expected, Texts(s_test)), Probabilities(student, Texts(s_test)));
        Assert.Equal([30, 30, 30], rounds.Single().Training);
        Assert.Equal(150, rounds.Single().Labeled.Sum());

        var some = new PseudoLabelBootstrapper(new() { DocumentsPerClass = 10 }, Classifier(1));
        some.Train(s_model, LabeledText.Classes, [.. sure, .. unsure], rounds: new Listener(rounds.Add));
        Assert.Equal([9, 9, 9], rounds[^1].Training);
        Assert.Equal([1, 1, 1], rounds[^1].HeldOut);
        Assert.Equal("round 1 of 1: learns from 27 of 150 labelled documents (sport 9 of 50, weather 9 of 52, music 9 of 48), 3 held out", rounds[^1].Describe());
    }

    [Fact]
    public void The_best_epoch_is_chosen_by_pseudo_labels_or_by_true_ones()
    {
        var documents = Documents(60, right: 0.8);
        var rounds = new List<BootstrapRound>();
        Assert.Equal(3, Validated(new() { ValidationShare = 0.1 }, null));
        Assert.Equal(0, Validated(new() { ValidationShare = 0 }, null));
        Assert.Equal(3, Validated(new(), [.. s_test.Take(9).Select(row => new LabeledDocument(row.Text!, Array.IndexOf(LabeledText.Classes, row.Label)))]));
        Assert.Equal((60, 0), (rounds[^1].Training.Sum(), rounds[^1].HeldOut.Sum()));

        int Validated(BootstrapOptions options, LabeledDocument[]? validation)
        {
            var steps = new Steps();
            new PseudoLabelBootstrapper(options, Classifier(3)).Train(s_model, LabeledText.Classes, documents, validation, steps, new Listener(rounds.Add));
            return steps.Reports.Count(report => report.ValidationLoss is not null);
        }
    }

    [Fact]
    public void Distillation_learns_the_softened_distributions()
    {
        var documents = Documents(60, right: 0.8);
        var options = new BootstrapOptions { Labels = PseudoLabelKind.Soft, Temperature = 2, ValidationShare = 0 };
        var student = new PseudoLabelBootstrapper(options, Classifier(2)).Train(s_model, LabeledText.Classes, documents);
        var expected = new ClassifierTrainer(Classifier(2) with { Temperature = 2 }).Train(
            s_model, 3, [.. documents.Select(document => new LabeledDocument(document.Text, document.Label!.Value.Label) { Distribution = document.Label!.Value.Soften(2) })]);
        Assert.Equal(Probabilities(expected, Texts(s_test)), Probabilities(student, Texts(s_test)));
        var hard = new PseudoLabelBootstrapper(new() { ValidationShare = 0 }, Classifier(2)).Train(s_model, LabeledText.Classes, documents);
        Assert.NotEqual(Probabilities(hard, Texts(s_test))[0], Probabilities(student, Texts(s_test))[0]);
    }

    [Fact]
    public void Balanced_classes_are_learned_of_the_teacher_and_of_each_student()
    {
        // The teacher gives every document to sport that it is not sure of; its second choice is the right one.
        var documents = Documents(90, right: 1).ConvertAll(document =>
        {
            int truth = document.Label!.Value.Label;
            float[] distribution = [0.5f, 0.05f, 0.05f];
            distribution[truth] += 0.4f;
            return document with { Label = PseudoLabel.Of(distribution) };
        });
        Assert.All(documents, document => Assert.Equal(0, document.Label!.Value.Label));
        var rounds = new List<BootstrapRound>();
        var options = new BootstrapOptions { BalanceClasses = true, Rounds = 2, ValidationShare = 0 };
        var student = new PseudoLabelBootstrapper(options, Classifier(12)).Train(s_model, LabeledText.Classes, documents, rounds: new Listener(rounds.Add));
        Assert.Equal([30, 30, 30], rounds[0].Labeled);
        Assert.InRange(rounds[1].Labeled.Min(), 25, 30);
        Assert.InRange(Accuracy(student), 0.9, 1);
    }

    [Fact]
    public void A_class_that_selection_loses_is_an_error_and_one_the_teacher_never_gives_is_not()
    {
        var documents = Documents(30, right: 1);
        var unsure = documents.ConvertAll(document => document.Label!.Value.Label == 2 ? document with { Label = document.Label.Value with { Confidence = 0.3f } } : document);
        Assert.Contains("MinimumConfidence 0.5 leaves no document that the teacher labels 'music'", Refused(new() { MinimumConfidence = 0.5 }, unsure));
        Assert.Contains("Of the teacher all 10 labelled documents have the label 'weather'", Refused(new(), [.. documents.Where(document => document.Label!.Value.Label == 1)]));
        Assert.Contains("Of the teacher no document has a label", Refused(new(), documents.ConvertAll(document => document with { Label = null })));

        var rounds = new List<BootstrapRound>();
        var two = documents.Where(document => document.Label!.Value.Label < 2).ToList();
        Assert.Equal(3, new PseudoLabelBootstrapper(new(), Classifier(1)).Train(s_model, LabeledText.Classes, two, rounds: new Listener(rounds.Add)).ClassCount);
        Assert.Equal([10, 10, 0], rounds[0].Labeled);

        string Refused(BootstrapOptions options, List<PseudoLabeledDocument> wrong) =>
            Assert.Throws<InvalidDataException>(() => new PseudoLabelBootstrapper(options, Classifier(1)).Train(s_model, LabeledText.Classes, wrong)).Message;
    }

    [Fact]
    public void Wrong_labels_are_named_before_any_work()
    {
        Assert.Contains("There are no documents", Refused());
        Assert.Contains("text of document 1 is null", Refused(Document(0), new PseudoLabeledDocument(null!, new PseudoLabel(1))));
        Assert.Contains("label of document 1 is 3, outside 0…2", Refused(Document(0), Document(3)));
        Assert.Contains("label of document 0 is -1", Refused(Document(-1)));
        Assert.Contains("confidence of document 0", Refused(new PseudoLabeledDocument("a", new PseudoLabel(1, float.NaN))));
        Assert.Contains("distribution of document 0 must be 3", Refused(new PseudoLabeledDocument("a", PseudoLabel.Of([0.5f, 0.5f]))));
        Assert.Contains("document 0 has no distribution", Assert.Throws<ArgumentException>(() =>
            new PseudoLabelBootstrapper(new() { Labels = PseudoLabelKind.Soft }).Train(s_model, LabeledText.Classes, [Document(0)])).Message);
        Assert.Contains("document 0 has no distribution", Assert.Throws<ArgumentException>(() =>
            new PseudoLabelBootstrapper(new() { BalanceClasses = true }).Train(s_model, LabeledText.Classes, [Document(0)])).Message);
        Assert.Contains("Two classes are called", Assert.Throws<ArgumentException>(() => new PseudoLabelBootstrapper(new()).Train(s_model, ["a", "a"], [Document(0)])).Message);

        static PseudoLabeledDocument Document(int label) => new("a", new PseudoLabel(label));

        string Refused(params PseudoLabeledDocument[] documents) =>
            Assert.Throws<ArgumentException>(() => new PseudoLabelBootstrapper(new()).Train(s_model, LabeledText.Classes, documents)).Message;
    }

    [Fact]
    public void Wrong_options_are_all_named_at_once()
    {
        var wrong = new BootstrapOptions
        {
            Labels = (PseudoLabelKind)7,
            Temperature = 0,
            MinimumConfidence = 1.5,
            DocumentsPerClass = 1,
            Rounds = 0,
            ValidationShare = 1,
        };
        var message = Assert.Throws<ArgumentException>(() => new PseudoLabelBootstrapper(wrong)).Message;
        foreach (var name in new[] { "Labels", "Temperature", "MinimumConfidence", "DocumentsPerClass", "Rounds", "ValidationShare" })
            Assert.Contains(name, message);
        Assert.Contains("Temperature is of use only with Labels Soft", Assert.Throws<ArgumentException>(() => new PseudoLabelBootstrapper(new() { Temperature = 2 })).Message);
        Assert.Contains("Epochs", Assert.Throws<ArgumentException>(() => new PseudoLabelBootstrapper(new(), Classifier(0))).Message);
    }

    [Fact]
    public void An_interrupted_second_round_goes_on_without_the_first()
    {
        using var folder = new TemporaryFolder();
        var documents = Documents(120, right: 0.8);
        var options = new BootstrapOptions { Rounds = 2, ValidationShare = 0 };
        var expected = new PseudoLabelBootstrapper(options, Classifier(8)).Train(s_model, LabeledText.Classes, documents);
        var classifier = Classifier(8);
        classifier = classifier with { Training = classifier.Training with { Checkpoint = new() { Path = folder.File("run") } } };
        var bootstrapper = new PseudoLabelBootstrapper(options, classifier);
        StopInRound2(step: 10);
        Assert.Equal(["run.round1", "run.round2"], folder.FileNames.Order());
        var written = File.GetLastWriteTimeUtc(folder.File("run.round1"));
        StopInRound2(step: 20);
        Assert.Equal(written, File.GetLastWriteTimeUtc(folder.File("run.round1")));
        var resumed = bootstrapper.Train(s_model, LabeledText.Classes, documents);
        Assert.Equal(Probabilities(expected, Texts(s_test)), Probabilities(resumed, Texts(s_test)));
        Assert.Empty(folder.FileNames);

        void StopInRound2(int step)
        {
            using var source = new CancellationTokenSource();
            var steps = new Steps(report =>
            {
                if (report.Stage == "round 2 classifier" && report.Step == step)
                    source.Cancel();
            });
            Assert.ThrowsAny<OperationCanceledException>(() => bootstrapper.Train(s_model, LabeledText.Classes, documents, null, steps, null, source.Token));
        }
    }

    [Fact]
    public void Labelling_between_rounds_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        var steps = new Steps(report =>
        {
            if (report.Stage == "round 1 classifier" && report.EpochEnded)
                source.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => new PseudoLabelBootstrapper(new() { Rounds = 2, ValidationShare = 0 }, Classifier(1)).Train(
            s_model, LabeledText.Classes, Documents(30, right: 1), null, steps, null, source.Token));
        Assert.DoesNotContain(steps.Reports, report => report.Stage == "round 1 labels");
    }

    private static ClassifierOptions Classifier(int epochs) => new()
    {
        HeadHiddenSize = 8,
        MaxLength = 50,
        Training = new() { Epochs = epochs, BatchSize = 6, LearningRate = 2e-2, GradientClip = 1, KeepBestEpoch = true, Seed = 3, ThreadCount = 1 },
    };

    /// <summary>Documents with a teacher's labels, right in the given share of cases; it gives its label 0.7 and the other classes 0.15 each.</summary>
    private static List<PseudoLabeledDocument> Documents(int count, double right, int seed = 0)
    {
        var random = new Random(seed + 1000);
        return LabeledText.Rows(count, seed).ConvertAll(row =>
        {
            int label = Array.IndexOf(LabeledText.Classes, row.Label);
            if (random.NextDouble() >= right)
                label = (label + random.Next(1, 3)) % 3;
            return new PseudoLabeledDocument(row.Text!, PseudoLabel.Of([.. Enumerable.Range(0, 3).Select(other => other == label ? 0.7f : 0.15f)]));
        });
    }

    private static double Accuracy(TextClassifier classifier) =>
        Probabilities(classifier, Texts(s_test)).Zip(s_test).Average(pair => LabeledText.Classes[PseudoLabel.Of(pair.First).Label] == pair.Second.Label ? 1.0 : 0);

    private static float[][] Probabilities(TextClassifier classifier, IEnumerable<string> texts) =>
        new ClassifierScorer(classifier).Score([.. texts.Select(classifier.LanguageModel.Encode)]);

    private static IEnumerable<string> Texts(LabeledText[] rows) => rows.Select(row => row.Text!);

    private sealed class Listener(Action<BootstrapRound> act) : IProgress<BootstrapRound>
    {
        public void Report(BootstrapRound value) => act(value);
    }
}
