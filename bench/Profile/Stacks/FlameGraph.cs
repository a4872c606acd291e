using System.Globalization;
using System.Net;
using System.Text;

namespace Sluice.Profile.Stacks;

/// <summary>Draws stacks as a flame graph: outermost frames at the bottom, width is weight. A browser shows a frame's figures when pointed at.</summary>
internal static class FlameGraph
{
    private const double Width = 1400;
    private const double RowHeight = 16;
    private const double NarrowestShare = 0.001;
    private const int MostRows = 70;
    private const double LetterWidth = 6.1;

    /// <summary>The picture as SVG.</summary>
    public static string Draw(StackSamples samples, string title)
    {
        var root = new Node("all");
        foreach (var (frames, weight, _) in samples.Stacks) root.Add(frames, weight);
        var rows = Math.Min(root.Depth(samples.Total * NarrowestShare), MostRows);
        var height = (rows * RowHeight) + 34;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" font-family=\"monospace\" font-size=\"10\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{height}\" fill=\"#fff\"/>\n<text x=\"8\" y=\"18\" font-size=\"14\">{Encode(title)}</text>\n");
        Draw(svg, root, samples, 0, 0, height - RowHeight - 4);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Draw(StringBuilder svg, Node node, StackSamples samples, double x, int row, double y)
    {
        var share = node.Weight / samples.Total;
        if (share < NarrowestShare || row >= MostRows) return;
        var width = share * Width;
        var color = Palette.Of(row == 0 ? "" : Rooms.Of(node.Name) ?? Rooms.KindOf(node.Name));
        svg.Append(CultureInfo.InvariantCulture, $"<g><title>{Encode(node.Name)}: {share:P2}</title><rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{Math.Max(width - 0.5, 0.3):0.#}\" height=\"{RowHeight - 1}\" fill=\"{color}\"/>");
        var letters = (int)((width - 4) / LetterWidth);
        if (letters >= 3) svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 2:0.#}\" y=\"{y + 11:0.#}\">{Encode(Fit(node.Name, letters))}</text>");
        svg.Append("</g>\n");
        foreach (var child in node.Children.Values.OrderBy(child => child.Name, StringComparer.Ordinal))
        {
            Draw(svg, child, samples, x, row + 1, y - RowHeight);
            x += child.Weight / samples.Total * Width;
        }
    }

    /// <summary>The end of a method's name says more than its beginning.</summary>
    private static string Fit(string name, int letters)
    {
        if (name.Length <= letters) return name;
        var parts = name.Split('.');
        var end = parts.Length > 1 ? $"{parts[^2]}.{parts[^1]}" : name;
        return end.Length <= letters ? end : end[..letters];
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private sealed class Node(string name)
    {
        public string Name => name;

        public double Weight { get; private set; }

        public SortedDictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);

        public void Add(string[] frames, double weight)
        {
            var node = this;
            node.Weight += weight;
            for (var i = frames.Length - 1; i >= 0; i--)
            {
                if (!node.Children.TryGetValue(frames[i], out var child)) node.Children[frames[i]] = child = new Node(frames[i]);
                child.Weight += weight;
                node = child;
            }
        }

        public int Depth(double narrowest) => Weight < narrowest ? 0 : 1 + Children.Values.Select(child => child.Depth(narrowest)).DefaultIfEmpty(0).Max();
    }
}
