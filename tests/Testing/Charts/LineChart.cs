using System.Globalization;
using System.Net;
using System.Text;

namespace Sluice.Testing.Charts;

/// <summary>Draws values over time, or over another number, as an SVG with nothing but lines and text: no fonts or libraries are needed where it is made or read.</summary>
/// <param name="title">What is shown, with the unit.</param>
/// <param name="lines">Names with their points.</param>
/// <param name="phases">Moments with names, drawn as upright lines.</param>
/// <param name="unit">What stands behind the numbers below: seconds, unless it is said.</param>
public sealed class LineChart(
    string title, IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> lines, IReadOnlyList<(double At, string Name)> phases, string unit = "s")
{
    private const double Width = 900;
    private const double Height = 320;
    private const double Left = 70;
    private const double Right = 210;
    private const double Top = 40;
    private const double Bottom = 40;

    private readonly double _mostX = Math.Max(1, lines.SelectMany(line => line.Points).Select(point => point.X).DefaultIfEmpty(1).Max());
    private readonly double _mostY = ChartScale.NiceCeiling(lines.SelectMany(line => line.Points).Select(point => point.Y).DefaultIfEmpty(1).Max());

    /// <summary>The picture as SVG.</summary>
    public string Draw()
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"11\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>\n<text x=\"{Left}\" y=\"18\" font-size=\"14\">{WebUtility.HtmlEncode(title)}</text>\n");
        Grid(svg);
        foreach (var ((at, name), i) in phases.Select((phase, i) => (phase, i)))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(at):0.#}\" x2=\"{X(at):0.#}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"#999\" stroke-dasharray=\"3 3\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(at) + 3:0.#}\" y=\"{Top - 8 + (i % 3 * 11)}\" font-size=\"9\" fill=\"#666\">{WebUtility.HtmlEncode(name)}</text>\n");
        }
        for (var i = 0; i < lines.Count; i++) Line(svg, i);
        return svg.Append("</svg>\n").ToString();
    }

    private void Grid(StringBuilder svg)
    {
        for (var i = 0; i <= 4; i++)
        {
            var (x, y) = (_mostX * i / 4, _mostY * i / 4);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(y):0.#}\" y2=\"{Y(y):0.#}\" stroke=\"#ddd\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{Y(y) + 4:0.#}\" text-anchor=\"end\">{y:#,0.###}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(x):0.#}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{x:#,0.#} {unit}</text>\n");
        }
    }

    private void Line(StringBuilder svg, int i)
    {
        var (name, points) = lines[i];
        var color = ChartScale.Color(i);
        var path = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X):0.#},{Y(point.Y):0.#}")));
        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"1.6\"/>");
        // A few measured points are seen as such; a line of hundreds is one.
        if (points.Count <= 12)
        {
            foreach (var (x, y) in points) svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(x):0.#}\" cy=\"{Y(y):0.#}\" r=\"3\" fill=\"{color}\"/>");
        }
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Width - Right + 12}\" y=\"{Top + (i * 17)}\" width=\"12\" height=\"4\" fill=\"{color}\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right + 30}\" y=\"{Top + 6 + (i * 17)}\">{WebUtility.HtmlEncode(name)}</text>\n");
    }

    private double X(double seconds) => Left + (seconds / _mostX * (Width - Left - Right));

    private double Y(double value) => Height - Bottom - (value / _mostY * (Height - Top - Bottom));
}
