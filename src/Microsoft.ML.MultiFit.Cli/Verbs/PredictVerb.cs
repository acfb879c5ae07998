using System.CommandLine;
using System.Globalization;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit predict</c>: saved classifier + lines of text → labels, while the lines come in.</summary>
internal static class PredictVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model("CLS.zip", "The classifier, as 'multifit train' saved it.");
        var input = new Option<string[]>("--input")
        {
            Description = "Text files with a document a line, plain or gzip; '-' is standard input.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [TextLines.StandardInput],
        };
        var threads = CommonOptions.Threads();
        var verb = new Verb(
            "predict",
            "Labels each line of text. Writes label, probability and text, separated by tabs, a line for each line; a tab inside a text becomes a space. "
                + "Lines are answered as they come, so it can stand in a pipe.",
            null,
            "echo 'Das Buch ist wunderbar.' | multifit predict --model reviews.zip",
            "multifit predict --model reviews.zip --input new.txt.gz > labelled.tsv")
        {
            model, input, threads,
        };
        verb.Runs((parsed, cancellationToken) =>
        {
            var paths = parsed.GetRequiredValue(input);
            TextLines.CheckReadable(paths);
            var ml = new MLContext();
            var classifier = SavedClassifier.Load(ml, parsed.GetRequiredValue(model), parsed.GetValue(threads));
            foreach (var block in LineBlocks.Of(paths.SelectMany(path => TextLines.Read(path, terminal)).Select(line => line.Text), cancellationToken))
            {
                var scored = classifier.Score(block.Select(text => new LabeledText { Text = text }));
                foreach (var (text, prediction) in block.Zip(ml.Data.CreateEnumerable<Prediction>(scored, reuseRowObject: true)))
                {
                    var probability = prediction.Score.Max().ToString("0.0000", CultureInfo.InvariantCulture);
                    terminal.Output.WriteLine($"{prediction.PredictedLabel}\t{probability}\t{text.Replace('\t', ' ')}");
                }

                terminal.Output.Flush();
            }
        });
        return verb;
    }

    private sealed class Prediction
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }
}
