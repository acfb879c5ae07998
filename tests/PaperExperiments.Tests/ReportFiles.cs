using System.Globalization;
using System.Xml.Linq;

namespace PaperExperiments.Tests;

/// <summary>What an experiment's report must be, whichever it is.</summary>
internal static class ReportFiles
{
    /// <summary>Reads <c>results.csv</c>, after looking at the page and the plots.</summary>
    /// <returns>The lines, the header first.</returns>
    public static string[] Read(SmallData data, string experiment)
    {
        const string Doctype = "<!DOCTYPE html>\n";
        var html = File.ReadAllText(data.Output(experiment, "report.html"));
        Assert.StartsWith(Doctype, html);
        var page = XElement.Parse(html[Doctype.Length..]);
        Assert.Contains($"the command of {experiment}", page.Descendants("code").Select(code => code.Value));
        Assert.Contains(page.Descendants(), element => element.Name.LocalName == "polyline");
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "img");

        var lines = File.ReadAllLines(data.Output(experiment, "results.csv"));
        Assert.Equal(lines.Length, page.Descendants("tr").Count());
        Assert.Equal("svg", XElement.Load(data.Output(experiment, "plots.svg")).Name.LocalName);
        return lines;
    }

    /// <summary>The figures of an experiment, by their names.</summary>
    public static Dictionary<string, double[]> Figures(SmallData data, string experiment)
    {
        var lines = File.ReadLines(data.Output(experiment, "figures.csv")).Select(line => line.Split(','));
        return lines.ToDictionary(fields => fields[0], fields => Array.ConvertAll(fields[1..], field => double.Parse(field, CultureInfo.InvariantCulture)));
    }
}
