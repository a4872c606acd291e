using System.Collections.Concurrent;

using Microsoft.Extensions.Logging;

using Sluice.Transport;

namespace Sluice.Testing.Peers;

/// <summary>Keeps what a connection logs, and reads its end from there, as an operator would.</summary>
internal sealed class RecordingLog : ILogger
{
    private readonly ConcurrentQueue<(EventId Id, string Text, Exception? Exception)> _lines = new();

    /// <summary>What the line of the connection's end says; null before.</summary>
    public End? End { get; private set; }

    /// <summary>Mistakes of our own that were logged; there must be none.</summary>
    public IEnumerable<string> Mistakes => _lines.Where(line => line.Exception is not null).Select(line => $"{line.Text}: {line.Exception}");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue((eventId, formatter(state, exception), exception));
        if (eventId.Name != "Ended" || state is not IReadOnlyList<KeyValuePair<string, object?>> fields) return;
        var values = fields.ToDictionary(field => field.Key, field => field.Value);
        End = new End((EndReason)values["Reason"]!, (EndSide)values["Side"]!, (string)values["Detail"]!);
    }

    public override string ToString() => string.Join('\n', _lines.Select(line => line.Text));
}
