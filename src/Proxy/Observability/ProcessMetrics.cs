using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Sluice.Proxy.Observability;

/// <summary>
/// The meter <c>Sluice.Process</c>: what Prometheus' clients tell of every process, under the names that they all use, as in
/// <c>process_open_fds</c>. Where there is no <c>/proc</c>, descriptors are not told.
/// </summary>
internal sealed class ProcessMetrics : IDisposable
{
    private const string Descriptors = "/proc/self/fd";
    private const string Limits = "/proc/self/limits";

    private readonly Meter _meter = new("Sluice.Process");

    /// <summary>Makes the meter with all instruments.</summary>
    public ProcessMetrics()
    {
        using var self = Process.GetCurrentProcess();
        var started = new DateTimeOffset(self.StartTime).ToUnixTimeMilliseconds() / 1000.0;
        _meter.CreateObservableGauge("start_time_seconds", () => started, description: "When the process began, in seconds since 1970.");
        _meter.CreateObservableGauge("resident_memory_bytes", () => Environment.WorkingSet, description: "Memory that the process has resident.");
        _meter.CreateObservableCounter("cpu_seconds_total", ProcessorTime, description: "Processor time, user and system.");
        _meter.CreateObservableGauge("open_fds", OpenDescriptors, description: "Descriptors that are open.");
        _meter.CreateObservableGauge("max_fds", DescriptorLimit, description: "Descriptors that may be open.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static double ProcessorTime() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private static IEnumerable<Measurement<int>> OpenDescriptors()
    {
        // One is the folder's own while it is read.
        if (Directory.Exists(Descriptors)) yield return new(Directory.EnumerateFileSystemEntries(Descriptors).Count() - 1);
    }

    private static IEnumerable<Measurement<long>> DescriptorLimit()
    {
        if (File.Exists(Limits) && SoftLimit(File.ReadLines(Limits)) is { } limit) yield return new(limit);
    }

    /// <summary><c>Max open files  1024  524288  files</c>: the first number; null for <c>unlimited</c>.</summary>
    private static long? SoftLimit(IEnumerable<string> lines)
    {
        const string Line = "Max open files";
        var words = lines.FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal))?[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [var soft, ..] && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }
}
