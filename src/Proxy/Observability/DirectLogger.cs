using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

using Sluice.Proxy.Options;

namespace Sluice.Proxy.Observability;

/// <summary>
/// A logger whose line is written when the call returns, in the log's own form: a dying process has no time for the queue that
/// other lines go through.
/// </summary>
internal sealed class DirectLogger(LogFormat format, TextWriter output, TimeProvider time) : ILogger
{
    private readonly ConsoleFormatter _formatter = format == LogFormat.Json ? new JsonLogFormatter(time) : new TextLogFormatter(time);

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        using var line = new StringWriter();
        _formatter.Write(new LogEntry<TState>(logLevel, "Sluice", eventId, state, exception, formatter), null, line);
        // In one write, so that a line of the queue does not come in between.
        output.Write(line.ToString());
        output.Flush();
    }
}
