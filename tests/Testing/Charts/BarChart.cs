using System.Globalization;
using System.Net;
using System.Text;

namespace Sluice.Testing.Charts;

/// <summary>Draws groups of bars as an SVG, each with its value beside it: no fonts or libraries are needed where it is made or read.</summary>
/// <param name="title">What is shown, with the unit.</param>
/// <param name="names">What the bars of a group stand for.</param>
/// <param name="groups">Each group's name, and a value for each bar; NaN leaves it out.</param>
public sealed class BarChart(string title, IReadOnlyList<string> names, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> groups)
{
    private const double Width = 900;
    private const double Left = 250;
    private const double Right = 90;
    private const double Top = 34;
    private const double Bar = 15;
    private const double Gap = 14;

    private readonly double _most = ChartScale.NiceCeiling(groups.SelectMany(group => group.Values).Where(double.IsFinite).DefaultIfEmpty(1).Max());

    /// <summary>The picture as SVG.</summary>
    public string Draw()
    {
        var height = Top + groups.Sum(group => (group.Values.Count(double.IsFinite) * Bar) + Gap);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" font-family=\"sans-serif\" font-size=\"11\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{height}\" fill=\"#fff\"/>\n<text x=\"10\" y=\"18\" font-size=\"14\">{WebUtility.HtmlEncode(title)}</text>\n");
        var y = Top;
        foreach (var (group, values) in groups)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"10\" y=\"{y + 11}\" font-weight=\"bold\">{WebUtility.HtmlEncode(group)}</text>\n");
            for (var i = 0; i < values.Count; i++)
            {
                if (!double.IsFinite(values[i])) continue;
                var length = Math.Max(1, values[i] / _most * (Width - Left - Right));
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{y + 11}\" text-anchor=\"end\">{WebUtility.HtmlEncode(names[i])}</text>");
                svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{y + 1}\" width=\"{length:0.#}\" height=\"{Bar - 3}\" fill=\"{ChartScale.Color(i)}\"/>");
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + length + 5:0.#}\" y=\"{y + 11}\">{Text(values[i])}</text>\n");
                y += Bar;
            }
            y += Gap;
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static string Text(double value) => value.ToString(value >= 100 ? "#,0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
