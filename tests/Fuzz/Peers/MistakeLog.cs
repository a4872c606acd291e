using Microsoft.Extensions.Logging;

namespace Sluice.Fuzz.Peers;

/// <summary>Keeps what a connection takes for a mistake of ours, which no input may bring about.</summary>
internal sealed class MistakeLog : ILogger
{
    /// <summary>The first exception that was logged.</summary>
    public Exception? Mistake { get; private set; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Mistake ??= exception;
}
