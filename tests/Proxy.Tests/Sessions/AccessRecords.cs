using System.Threading.Channels;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Tests.Sessions;

/// <summary>Hears the access lines of a proxy.</summary>
internal sealed class AccessRecords : ILoggerProvider, ILogger
{
    private readonly Channel<Dictionary<string, object?>> _records = System.Threading.Channels.Channel.CreateUnbounded<Dictionary<string, object?>>();

    /// <summary>The next one, by its fields' names.</summary>
    public async Task<Dictionary<string, object?>> NextAsync() => await _records.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>True if there is none that has not been taken.</summary>
    public bool IsEmpty => !_records.Reader.TryPeek(out _);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name == AccessLog.EventName && state is IReadOnlyList<KeyValuePair<string, object?>> fields)
            _records.Writer.TryWrite(fields.ToDictionary(field => field.Key, field => field.Value));
    }

    public void Dispose()
    {
    }
}
