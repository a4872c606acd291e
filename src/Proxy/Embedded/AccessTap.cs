using System.Collections.Concurrent;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Embedded;

/// <summary>Listens to the log for access lines and tells each in a few words.</summary>
internal sealed class AccessTap : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Called with each line from now on; those from before are handed over first.</summary>
    public Action<string>? OnLine { get; set; }

    /// <summary>The oldest line that nobody has taken; waits a moment for it, because it is written when the channel is over.</summary>
    public async Task<string?> TakeAsync()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if (_lines.TryDequeue(out var line)) return line;
            await Task.Delay(20).ConfigureAwait(false);
        }
        return null;
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name != AccessLog.EventName || state is not IReadOnlyList<KeyValuePair<string, object?>> fields) return;
        var line = Line(fields.ToDictionary(field => field.Key, field => field.Value));
        if (OnLine is { } onLine) onLine(line);
        else _lines.Enqueue(line);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static string Line(Dictionary<string, object?> access) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{access["user"]}: {access["service"] ?? "?"} {access["repository"]} -> {access["backend"] ?? "refused"}, {access["bytesIn"]:N0} bytes in, "
        + $"{access["bytesOut"]:N0} bytes out, {(double)access["durationSeconds"]! * 1000:N0} ms, exit status {access["exitStatus"] ?? "none"} ({access["requestId"]})");
}
