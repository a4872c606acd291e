using System.Globalization;

namespace Sluice.Testing.Measuring;

/// <summary>The proxy's <c>/metrics</c> at one moment.</summary>
public sealed class MetricsPage
{
    private readonly Dictionary<string, double> _series = new(StringComparer.Ordinal);

    /// <param name="text">Prometheus' text format: a series and its value each line.</param>
    public MetricsPage(string text)
    {
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var space = line.LastIndexOf(' ');
            _series[line[..space]] = double.Parse(line[(space + 1)..], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The sum of a metric's series that carry all of these labels, each as <c>state="idle"</c>.</summary>
    /// <exception cref="KeyNotFoundException">The page has no such series.</exception>
    public double this[string metric, params string[] labels]
    {
        get
        {
            var found = _series.Where(series => IsOf(series.Key, metric) && labels.All(label => series.Key.Contains(label, StringComparison.Ordinal))).ToList();
            return found.Count > 0
                ? found.Sum(series => series.Value)
                : throw new KeyNotFoundException($"The metrics page shows no {metric} with {string.Join(", ", labels)}.");
        }
    }

    private static bool IsOf(string series, string metric) =>
        series.StartsWith(metric, StringComparison.Ordinal) && (series.Length == metric.Length || series[metric.Length] == '{');
}
