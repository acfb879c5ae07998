using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace PaperExperiments;

/// <summary>A table of results.</summary>
/// <param name="Columns">What stands above the columns.</param>
/// <param name="Rows">A cell for each column: text, a number, a <see cref="SeedSummary"/>, or null for nothing.</param>
internal sealed record ReportTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>The table for a page.</summary>
    public XElement ToHtml() => new(
        "table",
        new XElement("tr", Columns.Select(column => new XElement("th", column))),
        Rows.Select(row => new XElement("tr", row.Select(cell => new XElement("td", Text(cell))))));

    /// <summary>The table for programs: a column of summaries becomes three, mean, standard deviation and number of seeds. Numbers are invariant.</summary>
    public string ToCsv()
    {
        var summaries = Columns.Select((_, place) => Rows.Any(row => row[place] is SeedSummary)).ToList();
        var csv = new StringBuilder();
        Append(Columns.SelectMany((column, place) => summaries[place] ? [column, $"{column} deviation", $"{column} seeds"] : new[] { column }));
        foreach (var row in Rows)
            Append(row.SelectMany((cell, place) => summaries[place] ? Fields(cell) : [Text(cell)]));
        return csv.ToString();

        void Append(IEnumerable<string> fields) => csv.AppendJoin(',', fields.Select(Quoted)).Append('\n');
    }

    private static string[] Fields(object? cell) =>
        cell is SeedSummary summary ? [Number(summary.Mean), Number(summary.Deviation), Text(summary.Values.Count)] : [Text(cell), "", ""];

    private static string Text(object? cell) => cell switch
    {
        null => "",
        double number => Number(number),
        _ => string.Create(CultureInfo.InvariantCulture, $"{cell}"),
    };

    private static string Number(double number) => double.IsFinite(number) ? number.ToString("0.####", CultureInfo.InvariantCulture) : "";

    private static string Quoted(string field) => field.AsSpan().ContainsAny(",\"\n") ? $"\"{field.Replace("\"", "\"\"")}\"" : field;
}
