using System.Text.Json;

namespace MultiFit.Cli.Tests.Verbs;

/// <summary>A teacher and a student on tiny data; the teacher is the classifier that the training verbs have left.</summary>
[Collection(TrainedFilesTests.Name)]
public sealed class BootstrapVerbTests(TrainedFiles files)
{
    private string[] Student(string output, params string[] target) => StudentOf(["--teacher", files.Classifier], output, target);

    private string[] StudentOf(string[] teacher, string output, params string[] target) =>
    [
        "bootstrap", .. teacher, "--model", files.FineTuned, "--epochs", "15", "--batch-size", "6", "--seed", "1", "--threads", "1",
        "--output", output, "--target", .. target,
    ];

    [Fact]
    public void A_student_is_trained_saved_and_measured_beside_its_teacher()
    {
        // The labels of the target file are nonsense, and its rows are the training data's.
        var target = Path.Combine(files.Folder, "target.tsv");
        File.WriteAllLines(target, File.ReadLines(files.Labeled).Select((line, i) => i == 0 ? line : $"nonsense{i}\t{line.Split('\t')[1]}"));
        var output = Path.Combine(files.Folder, "student.zip");
        var run = CommandRun.Of([.. Student(output, target), "--evaluate", files.Labeled, "--json"]);
        using var report = JsonDocument.Parse(run.Succeeded());
        Assert.Equal(["teacher", "student"], report.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Matches(@"(?s)\Around 1 of 1: learns from .*classifier 1/", run.Error);

        // Each is what 'multifit evaluate' says of the file.
        foreach (var (name, file) in new[] { ("teacher", files.Classifier), ("student", output) })
        {
            using var evaluation = JsonDocument.Parse(CommandRun.Of("evaluate", "--model", file, "--data", files.Labeled, "--json", "--threads", "1").Succeeded());
            Assert.True(JsonElement.DeepEquals(evaluation.RootElement, report.RootElement.GetProperty(name)), name);
        }

        Assert.InRange(report.RootElement.GetProperty("student").GetProperty("accuracy").GetDouble(), 0.9, 1);
        Assert.StartsWith("positive\t", CommandRun.WithInput("Das Buch ist gut.\n", "predict", "--model", output).Succeeded());
        Assert.Empty(Directory.GetFiles(files.Folder, "student.zip.checkpoint*"));
    }

    [Fact]
    public void Target_text_may_be_plain_packed_or_standard_input()
    {
        var (plain, piped) = (Path.Combine(files.Folder, "plain-student.zip"), Path.Combine(files.Folder, "piped-student.zip"));
        var text = string.Join('\n', File.ReadLines(files.Labeled).Skip(1).Select(line => line.Split('\t')[1]));
        using var folder = new TemporaryFolder();
        var packed = folder.WriteGzip("target.txt.gz", text);
        var table = CommandRun.Of([.. Student(plain, packed), "--evaluate", files.Labeled]).Succeeded().Split('\n');
        Assert.Equal(["teacher", "student"], table[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["accuracy", "macroF1", "weightedF1", "logLoss", "documents", ""], table.Skip(1).Select(line => line.Split(' ')[0]));
        Assert.Equal("", CommandRun.WithInput(text, [.. Student(piped, "-"), "--quiet"]).Succeeded());
        Assert.Equal(Predictions(plain), Predictions(piped));

        string Predictions(string model) => CommandRun.WithInput(text, "predict", "--model", model).Succeeded();
    }

    [Fact]
    public void Rounds_distillation_selection_and_true_labels_can_be_asked_for()
    {
        var output = Path.Combine(files.Folder, "rounds.zip");
        var run = CommandRun.Of([.. Student(output, files.Labeled), "--rounds", "2", "--distill", "--balance", "--min-confidence", "0.5", "--per-class", "20", "--validation", files.Labeled, "--source", files.Labeled]);
        Assert.Equal("", run.Succeeded());
        Assert.Contains("round 2 classifier", run.Error);
        Assert.Matches("round 1 of 2: learns from [0-9]+ of 48 labelled documents .*, 0 held out", run.Error);
        Assert.Contains("labels changed", run.Error);
        Assert.Empty(Directory.GetFiles(files.Folder, "rounds.zip.checkpoint*"));
        Assert.Contains("validation loss", run.Error);

        var last = CommandRun.Of([.. Student(output, files.Labeled), "--distill", "--validation-share", "0"]);
        Assert.Equal("", last.Succeeded());
        Assert.DoesNotContain("validation loss", last.Error);
        Assert.Contains("--validation-share must be a number of at least 0 and below 1, but is '1'", CommandRun.Of([.. Student(output, files.Labeled), "--validation-share", "1"]).Refused());
    }

    [Fact]
    public void A_teacher_is_learned_from_english_labels_and_translations()
    {
        using var folder = new TemporaryFolder();
        var pairs = folder.WriteGzip("pairs.tsv.gz", "en\torigin\tde\n" + string.Concat(Sentences().Select(row => $"{row.English}\tbook\t{row.German}\n")));
        var source = folder.Write("english.tsv", "text\tlabel\n" + string.Concat(Sentences().Select(row => $"{row.English}\t{row.Label}\n")));
        var output = Path.Combine(files.Folder, "transferred.zip");
        string[] parallel = ["--source", source, "--parallel", pairs, "--source-column", "en", "--target-column", "de"];
        var run = CommandRun.Of([.. StudentOf(parallel, output, files.Labeled), "--evaluate", files.Labeled, "--json"]);
        using var report = JsonDocument.Parse(run.Succeeded());
        Assert.InRange(report.RootElement.GetProperty("teacher").GetProperty("accuracy").GetDouble(), 0.9, 1);
        Assert.InRange(report.RootElement.GetProperty("student").GetProperty("accuracy").GetDouble(), 0.9, 1);
        Assert.Equal(["negative", "positive"], report.RootElement.GetProperty("teacher").GetProperty("confusion").GetProperty("labels").EnumerateArray().Select(label => label.GetString()!));

        Assert.Contains("pairs.tsv.gz(1): no column 'fr'; the header has 'en', 'origin', 'de'", Refused("--target-column", "fr"));
        Assert.Contains("--source-column and --target-column are both 'en'", Refused("--target-column", "en"));
        Assert.Contains("one.tsv: every document has the label 'a'", Refused("--source", folder.Write("one.tsv", "label\ttext\na\tx\na\ty\n")));
        Assert.Contains("none.tsv: no sentence pairs below the header", Refused("--parallel", folder.Write("none.tsv", "en\tde\n")));
        Assert.Contains("short.tsv(2): 1 field, but the header has 2", Refused("--parallel", folder.Write("short.tsv", "en\tde\nonly\n")));

        string Refused(string option, string value)
        {
            var changed = parallel.ToArray();
            changed[Array.IndexOf(changed, option) + 1] = value;
            return CommandRun.Of(StudentOf(changed, output, files.Labeled)).Refused();
        }

        static IEnumerable<(string Label, string English, string German)> Sentences() =>
            from thing in new[] { ("The book", "Das Buch"), ("The film", "Der Film"), ("The music", "Die Musik"), ("The food", "Das Essen"), ("The garden", "Der Garten") }
            from word in new[]
            {
                ("positive", "wonderful", "wunderbar"), ("positive", "beautiful", "schön"), ("positive", "good", "gut"), ("positive", "lovely", "herrlich"),
                ("negative", "terrible", "furchtbar"), ("negative", "ugly", "hässlich"), ("negative", "bad", "schlecht"), ("negative", "awful", "grässlich"),
            }
            let isGood = word.Item1 == "positive"
            select (word.Item1, $"{thing.Item1} {(isGood ? "is" : "was")} {word.Item2}.", $"{thing.Item2} {(isGood ? "ist" : "war")} {word.Item3}.");
    }

    [Fact]
    public void What_does_not_fit_the_teacher_is_refused_by_file_and_line()
    {
        var output = Path.Combine(files.Folder, "never.zip");
        var neutral = Path.Combine(files.Folder, "neutral-test.tsv");
        File.WriteAllText(neutral, "label\ttext\npositive\tgut\nneutral\tgeht so\n");
        foreach (var option in new[] { "--source", "--validation", "--evaluate" })
            Assert.Contains("neutral-test.tsv(3): unknown label 'neutral'; known are 'negative', 'positive'", CommandRun.Of([.. Student(output, files.Labeled), option, neutral]).Refused());
        var model = Path.Combine(files.Folder, "no-teacher.zip");
        File.WriteAllText(model, "rubbish");
        Assert.Contains("no-teacher.zip: not a model that can be loaded", CommandRun.Of([.. Student(output, files.Labeled).Select(word => word == files.Classifier ? model : word)]).Refused());
        var empty = Path.Combine(files.Folder, "empty.txt");
        File.WriteAllText(empty, "\n\n");
        var reviews = Path.Combine(files.Folder, "reviews.tsv");
        File.WriteAllText(reviews, "label\treview\npositive\tgut\n");
        Assert.Contains("reviews.tsv(1): no column 'text'; the header has 'label', 'review'", CommandRun.Of(Student(output, reviews)).Refused());
        Assert.Contains("empty.txt: no text", CommandRun.Of(Student(output, empty)).Refused());
        Assert.Contains("leaves no document that the teacher labels", CommandRun.Of([.. Student(output, files.Labeled), "--min-confidence", "1", "--quiet"]).Refused());
        Assert.False(File.Exists(output));
    }
}
