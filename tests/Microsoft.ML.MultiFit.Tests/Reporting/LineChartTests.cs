using System.Globalization;
using System.Xml.Linq;

namespace Microsoft.ML.MultiFit.Tests;

public class LineChartTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Draws_every_finite_point_where_it_belongs()
    {
        var chart = new LineChart
        {
            Title = "a < b & \"c\"",
            Lines = [new ChartLine("first", [(0, 0), (5, 10), (double.NaN, 3), (7, double.PositiveInfinity), (10, 5)]) { HasMarkers = true }, new ChartLine("second", [])],
        };
        var svg = XElement.Parse(chart.ToSvg());
        Assert.Equal("a < b & \"c\"", svg.Descendants(s_svg + "text").First().Value);
        var lines = svg.Descendants(s_svg + "polyline").ToList();
        Assert.Equal(2, lines.Count);

        // The plane reaches from (70, 328) for (0, 0) to (650, 48) for (10, 10).
        Assert.Equal("70,328 360,48 650,188", (string)lines[0].Attribute("points")!);
        Assert.Equal("", (string)lines[1].Attribute("points")!);
        Assert.Equal(3, svg.Descendants(s_svg + "circle").Count());
        Assert.Contains(svg.Descendants(s_svg + "text"), text => text.Value == "second");
    }

    [Fact]
    public void The_right_scale_translates_the_left_one()
    {
        var chart = new LineChart { Lines = [new ChartLine("", [(0, 0), (1, 2)])], RightScale = value => value * 100, RightLabel = "per cent" };
        var texts = XElement.Parse(chart.ToSvg()).Descendants(s_svg + "text").ToList();
        Assert.Contains(texts, text => text.Value == "1.5" && (string)text.Attribute("text-anchor")! == "end");
        Assert.Contains(texts, text => text.Value == "150" && (string)text.Attribute("text-anchor")! == "start");
    }

    [Fact]
    public void Several_charts_lie_one_below_the_other()
    {
        var svg = XElement.Parse(LineChart.ToSvg([new LineChart { Title = "one" }, new LineChart { Title = "two" }]));
        Assert.Equal("0 0 720 760", (string)svg.Attribute("viewBox")!);
        Assert.Equal(["translate(0 0)", "translate(0 380)"], svg.Elements(s_svg + "g").Select(group => (string)group.Attribute("transform")!));
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        var chart = new LineChart { Lines = [new ChartLine("", [(0.5, 0.25), (1.5, 1e-7)])] };
        var expected = chart.ToSvg();
        var before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(expected, chart.ToSvg());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
