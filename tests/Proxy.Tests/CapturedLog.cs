using System.Collections.Concurrent;

using Microsoft.Extensions.Logging;

namespace Sluice.Proxy.Tests;

/// <summary>Keeps what was logged.</summary>
internal sealed class CapturedLog<T> : ILogger<T>
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text, IReadOnlyList<KeyValuePair<string, object?>> Fields)> _events = [];

    public IReadOnlyList<(LogLevel Level, string Text, IReadOnlyList<KeyValuePair<string, object?>> Fields)> Events => [.. _events];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _events.Enqueue((logLevel, formatter(state, exception), state as IReadOnlyList<KeyValuePair<string, object?>> ?? []));
}
