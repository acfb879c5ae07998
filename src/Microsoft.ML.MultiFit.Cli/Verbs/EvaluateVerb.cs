using System.CommandLine;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit evaluate</c>: saved classifier + labelled file → figures.</summary>
internal static class EvaluateVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model("CLS.zip", "The classifier, as 'multifit train' saved it.");
        var data = CommonOptions.Labeled("--data", "Documents with their true labels.");
        data.Required = true;
        var json = new Option<bool>("--json") { Description = "One JSON object with accuracy, macroF1, weightedF1, logLoss, documents and confusion (labels, counts)." };
        var labelColumn = CommonOptions.LabelColumn();
        var textColumn = CommonOptions.TextColumn();
        var threads = CommonOptions.Threads();
        var verb = new Verb(
            "evaluate",
            "Measures a classifier on labelled documents: accuracy, macro and weighted F1, log-loss (in nats) and the confusion table.",
            CommonOptions.LabeledNotes,
            "multifit evaluate --model reviews.zip --data test.tsv",
            "multifit evaluate --model reviews.zip --data test.tsv.gz --json")
        {
            model, data, json, labelColumn, textColumn, threads,
        };
        verb.Runs((parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(data);
            var rows = LabeledFile.Read(path, parsed.GetRequiredValue(labelColumn), parsed.GetRequiredValue(textColumn), terminal);
            var classifier = SavedClassifier.Load(new MLContext(), parsed.GetRequiredValue(model), parsed.GetValue(threads));
            LabeledFile.RequireKnown(rows, classifier.Labels, path);
            cancellationToken.ThrowIfCancellationRequested();

            var report = classifier.Evaluate(rows);
            if (parsed.GetValue(json))
                ReportWriter.WriteJson(report, terminal.Output);
            else
                ReportWriter.WriteText(report, terminal.Output);
        });
        return verb;
    }
}
