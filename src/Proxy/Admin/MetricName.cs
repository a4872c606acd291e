using System.Diagnostics.Metrics;

namespace Sluice.Proxy.Admin;

/// <summary>
/// Prometheus' names for instruments. Sluice's meters name their instruments in full and are the prefix: <c>Sluice.Keys</c> is
/// <c>sluice_keys_</c>. The process' own have the names that every Prometheus client gives them, and .NET's have no unit in
/// their name: it is put there.
/// </summary>
internal static class MetricName
{
    /// <summary>The meter of the process: no prefix but <c>process_</c>.</summary>
    public const string ProcessMeter = "Sluice.Process";

    private const string Runtime = "System.Runtime";

    /// <summary>.NET declares these as counters, but they fall as well.</summary>
    private static readonly string[] _levels = ["dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length"];

    /// <summary>The metric's name.</summary>
    public static string Of(Instrument instrument)
    {
        var name = OfLabel(instrument.Name);
        switch (instrument.Meter.Name)
        {
            case Runtime:
                name = WithoutCount(WithUnit(name, instrument.Unit));
                return IsCounter(instrument) ? Ending(name, "_total") : name;
            case ProcessMeter:
                return $"process_{name}";
            case var meter:
                return $"{OfLabel(meter)}_{name}";
        }
    }

    /// <summary>In lower case, with <c>_</c> for each dot.</summary>
    public static string OfLabel(string name) => name.Replace('.', '_').ToLowerInvariant();

    /// <summary>True for what only rises.</summary>
    public static bool IsCounter(Instrument instrument)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        return (kind == typeof(ObservableCounter<>) || kind == typeof(Counter<>)) && !_levels.Contains(instrument.Name);
    }

    private static string WithUnit(string name, string? unit) => unit switch
    {
        "By" => Ending(name, "_bytes"),
        "s" => Ending(name, "_seconds"),
        _ => name,
    };

    /// <summary>Prometheus keeps the ending <c>_count</c> for histograms: <c>thread_count</c> is <c>threads</c>.</summary>
    private static string WithoutCount(string name) => name switch
    {
        _ when !name.EndsWith("_count", StringComparison.Ordinal) => name,
        _ when name[^7] == 'y' => $"{name.AsSpan(0, name.Length - 7)}ies",
        _ => $"{name.AsSpan(0, name.Length - 6)}s",
    };

    private static string Ending(string name, string end) => name.EndsWith(end, StringComparison.Ordinal) ? name : name + end;
}
