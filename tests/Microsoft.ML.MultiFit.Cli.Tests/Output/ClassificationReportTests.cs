using System.Text.Json;

namespace MultiFit.Cli.Tests.Output;

public class ClassificationReportTests
{
    // True class down: 3 documents of a (2 right, 1 taken for b), 1 of b (right), 1 of c (taken for a); d occurs nowhere.
    private static readonly ClassificationReport s_report = new(["a", "b", "c", "d"], [[2, 1, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]], 0.5);

    [Fact]
    public void Figures_are_those_worked_out_by_hand()
    {
        // F1 of a: precision 2/3, recall 2/3; of b: precision 1/2, recall 1; of c: 0.
        Assert.Equal(3 / 5.0, s_report.Accuracy, 12);
        Assert.Equal(((2 / 3.0) + (2 / 3.0) + 0) / 3, s_report.MacroF1, 12);
        Assert.Equal(((2 / 3.0 * 3) + (2 / 3.0 * 1) + 0) / 5, s_report.WeightedF1, 12);
    }

    [Fact]
    public void Json_has_the_promised_keys()
    {
        using var output = new StringWriter();
        ReportWriter.WriteJson(s_report, output);
        using var json = JsonDocument.Parse(output.ToString());
        var root = json.RootElement;
        Assert.Equal(0.6, root.GetProperty("accuracy").GetDouble(), 12);
        Assert.Equal(4 / 9.0, root.GetProperty("macroF1").GetDouble(), 12);
        Assert.Equal(8 / 15.0, root.GetProperty("weightedF1").GetDouble(), 12);
        Assert.Equal(0.5, root.GetProperty("logLoss").GetDouble(), 12);
        Assert.Equal(["a", "b", "c", "d"], root.GetProperty("confusion").GetProperty("labels").EnumerateArray().Select(label => label.GetString()!));
        Assert.Equal("[2,1,0,0]", JsonSerializer.Serialize(root.GetProperty("confusion").GetProperty("counts")[0]));
    }

    [Fact]
    public void Text_shows_figures_and_every_label()
    {
        using var output = new StringWriter { NewLine = "\n" };
        ReportWriter.WriteText(s_report with { Labels = ["a", "[red]b", new string('c', 150), "d"] }, output);
        var text = output.ToString();
        Assert.Contains("accuracy    0.6000\n", text);
        Assert.Contains("[red]b", text);
        Assert.Contains(new string('c', 150), text);
    }
}
