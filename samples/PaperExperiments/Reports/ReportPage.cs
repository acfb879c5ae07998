using System.Xml.Linq;
using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>An experiment's results as one HTML page that needs no other file; table and charts are written beside it, too.</summary>
internal sealed record ReportPage
{
    private const string Style =
        "body { font-family: sans-serif; max-width: 60em; margin: 2em auto; line-height: 1.4 } table { border-collapse: collapse } " +
        "th, td { border-bottom: 1px solid #ddd; padding: 0.3em 1em 0.3em 0; text-align: left }";

    /// <summary>What was done, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>The command that repeats it.</summary>
    public required string Command { get; init; }

    /// <summary>What was done: data, model, seeds, what the figures are. A blank line between paragraphs.</summary>
    public required string Method { get; init; }

    /// <summary>The results.</summary>
    public required ReportTable Table { get; init; }

    /// <summary>The results as plots.</summary>
    public required IReadOnlyList<LineChart> Charts { get; init; }

    /// <summary>Writes <c>report.html</c>, <c>results.csv</c> and <c>plots.svg</c>, each of which appears whole.</summary>
    public void Save(string folder)
    {
        var plots = LineChart.ToSvg(Charts);
        Write("report.html", "<!DOCTYPE html>\n" + ToHtml(plots) + "\n");
        Write("results.csv", Table.ToCsv());
        Write("plots.svg", plots);

        void Write(string name, string content)
        {
            string path = Path.Combine(folder, name);
            File.WriteAllText(path + ".new", content);
            File.Move(path + ".new", path, overwrite: true);
        }
    }

    private XElement ToHtml(string plots) => new(
        "html",
        new XAttribute("lang", "en"),
        new XElement(
            "head",
            new XElement("meta", new XAttribute("charset", "utf-8")),
            new XElement("title", Title),
            new XElement("style", Style)),
        new XElement(
            "body",
            new XElement("h1", Title),
            Method.Split("\n\n").Select(paragraph => new XElement("p", paragraph)),
            new XElement("p", new XElement("code", Command)),
            new XElement("p", $"Last written by {Machine.Describe()}"),
            Table.ToHtml(),
            XElement.Parse(plots)));
}
