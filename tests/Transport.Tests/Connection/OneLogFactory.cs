using Microsoft.Extensions.Logging;

namespace Sluice.Transport.Tests.Connection;

/// <summary>Has everything written into one log.</summary>
internal sealed class OneLogFactory(ILogger log) : ILoggerFactory
{
    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => log;

    public void Dispose()
    {
    }
}
