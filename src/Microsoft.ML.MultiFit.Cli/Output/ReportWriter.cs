using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace MultiFit.Cli;

/// <summary>Writes an evaluation for people or for programs.</summary>
internal static class ReportWriter
{
    /// <summary>The figures, then the confusion table: true classes down, predicted classes across.</summary>
    public static void WriteText(ClassificationReport report, TextWriter output)
    {
        foreach (var (name, value) in Figures(report))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-12}{value:0.0000}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"documents",-12}{report.Total}"));
        output.WriteLine();

        var table = new Table().Title("true class down, predicted class across").Border(TableBorder.Ascii2);
        table.AddColumn("");
        foreach (var label in report.Labels)
            table.AddColumn(new TableColumn(Markup.Escape(label)).RightAligned().NoWrap());
        table.AddColumn(new TableColumn("F1").RightAligned());
        for (int row = 0; row < report.Labels.Count; row++)
        {
            var cells = report.Counts[row].Select(count => count.ToString(CultureInfo.InvariantCulture));
            var f1 = report.F1(row) is var value && double.IsNaN(value) ? "" : value.ToString("0.0000", CultureInfo.InvariantCulture);
            table.AddRow([Markup.Escape(report.Labels[row]), .. cells, f1]);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        // A line longer than the screen is still better than a table with its numbers cut.
        console.Profile.Width = 10_000;
        console.Write(table);
    }

    /// <summary>The figures of several classifiers side by side.</summary>
    public static void WriteText(IReadOnlyList<(string Name, ClassificationReport Report)> reports, TextWriter output)
    {
        WriteLine("", reports.Select(report => report.Name));
        foreach (var (name, place) in Figures(reports[0].Report).Select((figure, place) => (figure.Name, place)))
            WriteLine(name, reports.Select(report => string.Create(CultureInfo.InvariantCulture, $"{Figures(report.Report)[place].Value:0.0000}")));
        WriteLine("documents", reports.Select(report => report.Report.Total.ToString(CultureInfo.InvariantCulture)));

        void WriteLine(string name, IEnumerable<string> cells) => output.WriteLine($"{name,-12}{string.Join("  ", cells.Select(cell => $"{cell,8}"))}");
    }

    /// <summary>One JSON object; <c>confusion</c> holds the labels and the counts, a row per true class.</summary>
    public static void WriteJson(ClassificationReport report, TextWriter output) => WriteJson(json => Write(json, report), output);

    /// <summary>One JSON object that holds such an object for each classifier, under its name.</summary>
    public static void WriteJson(IReadOnlyList<(string Name, ClassificationReport Report)> reports, TextWriter output) => WriteJson(
        json =>
        {
            json.WriteStartObject();
            foreach (var (name, report) in reports)
            {
                json.WritePropertyName(name);
                Write(json, report);
            }

            json.WriteEndObject();
        },
        output);

    private static void WriteJson(Action<Utf8JsonWriter> write, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            write(json);
        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static void Write(Utf8JsonWriter json, ClassificationReport report)
    {
        json.WriteStartObject();
        foreach (var (name, value) in Figures(report))
            json.WriteNumber(name, value);
        json.WriteNumber("documents", report.Total);
        json.WriteStartObject("confusion");
        json.WriteStartArray("labels");
        foreach (var label in report.Labels)
            json.WriteStringValue(label);
        json.WriteEndArray();
        json.WriteStartArray("counts");
        foreach (var row in report.Counts)
        {
            json.WriteStartArray();
            foreach (var count in row)
                json.WriteNumberValue(count);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static (string Name, double Value)[] Figures(ClassificationReport report) =>
        [("accuracy", report.Accuracy), ("macroF1", report.MacroF1), ("weightedF1", report.WeightedF1), ("logLoss", report.LogLoss)];
}
