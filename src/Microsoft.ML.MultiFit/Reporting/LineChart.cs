using System.Globalization;
using System.Xml.Linq;

namespace Microsoft.ML.MultiFit;

/// <summary>A line chart as a self-contained SVG image: no script, no font, no other file.</summary>
public sealed record LineChart
{
    private const double Width = 720;
    private const double Height = 380;
    private const double Left = 70;
    private const double Right = Width - 70;
    private const double Top = 48;
    private const double Bottom = Height - 52;

    // Colours that remain distinct for the colour-blind (Okabe and Ito 2008).
    private static readonly string[] s_colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>What stands above the chart. Default: nothing.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the horizontal axis shows, with its unit. Default: nothing.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>What the vertical axis shows, with its unit. Default: nothing.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>Whether the horizontal axis is logarithmic; points that are not positive are then left out. Default false.</summary>
    public bool IsXLogarithmic { get; init; }

    /// <summary>A second scale on the right: what it says where the left one says a number. Null for none. Default null.</summary>
    public Func<double, double>? RightScale { get; init; }

    /// <summary>What the scale on the right shows. Default: nothing.</summary>
    public string RightLabel { get; init; } = "";

    /// <summary>What is drawn. Points that are not finite are left out. Default: nothing.</summary>
    public IReadOnlyList<ChartLine> Lines { get; init; } = [];

    /// <summary>The image.</summary>
    public string ToSvg() => ToSvg([this]);

    /// <summary>Writes the image to a file, which appears whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path) => AtomicFile.WriteText(path, ToSvg());

    /// <summary>Several charts in one image, one below the other.</summary>
    public static string ToSvg(IReadOnlyList<LineChart> charts)
    {
        ArgumentNullException.ThrowIfNull(charts);
        double height = Height * charts.Count;
        return new XElement(
            s_svg + "svg",
            Attribute("viewBox", $"0 0 {Text(Width)} {Text(height)}"),
            Attribute("width", Width),
            Attribute("height", height),
            Attribute("font-family", "sans-serif"),
            Attribute("font-size", 12),
            new XElement(s_svg + "rect", Attribute("width", Width), Attribute("height", height), Attribute("fill", "white")),
            charts.Select((chart, place) => new XElement(s_svg + "g", Attribute("transform", $"translate(0 {Text(place * Height)})"), chart.Draw()))) + "\n";
    }

    private IEnumerable<XElement> Draw()
    {
        var points = Lines.Select(line => line.Points.Where(IsDrawable).ToList()).ToList();
        var x = ChartAxis.Of(points.SelectMany(line => line.Select(point => point.X)), IsXLogarithmic, Left, Right);
        var y = ChartAxis.Of(points.SelectMany(line => line.Select(point => point.Y)), isLogarithmic: false, Bottom, Top);
        return [.. Frame(x, y), .. points.SelectMany((line, place) => Draw(line, place, x, y)), .. Legend()];
    }

    private bool IsDrawable((double X, double Y) point) =>
        double.IsFinite(point.X) && double.IsFinite(point.Y) && (point.X > 0 || !IsXLogarithmic);

    private IEnumerable<XElement> Frame(ChartAxis x, ChartAxis y)
    {
        yield return Label(Title, Width / 2, 20, "middle", ("font-size", 15));
        yield return Label(XLabel, (Left + Right) / 2, Height - 12, "middle");
        yield return Label(YLabel, 0, 0, "middle", ("transform", $"translate(16 {Text((Top + Bottom) / 2)}) rotate(-90)"));
        yield return Label(RightLabel, 0, 0, "middle", ("transform", $"translate({Text(Width - 8)} {Text((Top + Bottom) / 2)}) rotate(-90)"));
        foreach (double tick in x.Ticks)
        {
            yield return Straight(x.At(tick), Top, x.At(tick), Bottom);
            yield return Label(Number(tick), x.At(tick), Bottom + 18, "middle");
        }

        foreach (double tick in y.Ticks)
        {
            yield return Straight(Left, y.At(tick), Right, y.At(tick));
            yield return Label(Number(tick), Left - 6, y.At(tick) + 4, "end");
            if (RightScale is not null)
                yield return Label(Number(RightScale(tick)), Right + 6, y.At(tick) + 4, "start");
        }
    }

    private IEnumerable<XElement> Draw(IReadOnlyList<(double X, double Y)> points, int place, ChartAxis x, ChartAxis y)
    {
        yield return new XElement(
            s_svg + "polyline",
            Attribute("points", string.Join(' ', points.Select(point => $"{Text(x.At(point.X))},{Text(y.At(point.Y))}"))),
            Attribute("fill", "none"),
            Attribute("stroke", Colour(place)),
            Attribute("stroke-width", 1.5));
        foreach (var point in Lines[place].HasMarkers ? points : [])
        {
            yield return new XElement(
                s_svg + "circle", Attribute("cx", x.At(point.X)), Attribute("cy", y.At(point.Y)), Attribute("r", 3), Attribute("fill", Colour(place)));
        }
    }

    private IEnumerable<XElement> Legend()
    {
        double left = Left;
        for (int place = 0; place < Lines.Count; place++)
        {
            yield return Label(Lines[place].Name, left, Top - 10, "start", ("fill", Colour(place)));
            left += 24 + (7 * Lines[place].Name.Length);
        }
    }

    private static string Colour(int place) => s_colours[place % s_colours.Length];

    private static XElement Straight(double x1, double y1, double x2, double y2) => new(
        s_svg + "line", Attribute("x1", x1), Attribute("y1", y1), Attribute("x2", x2), Attribute("y2", y2), Attribute("stroke", "#ddd"));

    private static XElement Label(string text, double x, double y, string anchor, params (string Name, object Value)[] attributes) => new(
        s_svg + "text",
        Attribute("x", x),
        Attribute("y", y),
        Attribute("text-anchor", anchor),
        attributes.Select(attribute => Attribute(attribute.Name, attribute.Value)),
        text);

    private static XAttribute Attribute(string name, object value) => new(name, value is double number ? Text(number) : value);

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Number(double value) => Math.Abs(value) is >= 1e5 or (> 0 and < 1e-3)
        ? value.ToString("0.#e0", CultureInfo.InvariantCulture)
        : value.ToString("0.####", CultureInfo.InvariantCulture);
}

/// <summary>One line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">From left to right.</param>
public sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>Whether each point gets a dot. Default false.</summary>
    public bool HasMarkers { get; init; }
}
