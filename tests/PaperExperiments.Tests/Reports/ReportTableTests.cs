namespace PaperExperiments.Tests;

public class ReportTableTests
{
    private static readonly ReportTable s_table = new(
        ["task", "ours", "theirs"],
        [
            ["de, books", new SeedSummary([0.8, 0.9]), 0.25],
            ["a \"b\" <c>", new SeedSummary([]), null],
            ["fr", 0.5, double.NaN],
        ]);

    [Fact]
    public void A_summary_is_three_columns_of_the_csv() => Assert.Equal(
        """
        task,ours,ours deviation,ours seeds,theirs
        "de, books",0.85,0.0707,2,0.25
        "a ""b"" <c>",,,0,
        fr,0.5,,,

        """,
        s_table.ToCsv());

    [Fact]
    public void A_page_has_a_cell_for_each_column() => Assert.Equal(
        "<table><tr><th>task</th><th>ours</th><th>theirs</th></tr><tr><td>de, books</td><td>0.850 ± 0.071 (2 seeds)</td><td>0.25</td></tr>" +
        "<tr><td>a \"b\" &lt;c&gt;</td><td></td><td></td></tr><tr><td>fr</td><td>0.5</td><td></td></tr></table>",
        s_table.ToHtml().ToString(System.Xml.Linq.SaveOptions.DisableFormatting));
}
