using Microsoft.Extensions.Logging;

namespace Sluice.Proxy.Observability;

/// <summary>What is logged of the process's memory.</summary>
internal static partial class MemoryLog
{
    [LoggerMessage(EventId = 1546, EventName = "MemoryReleased", Level = LogLevel.Information,
        Message = "Memory was given back: {Before} bytes were resident, {After} are. Connections at most: {MostConnections}, now: {Connections}.")]
    public static partial void MemoryReleased(this ILogger logger, long before, long after, int mostConnections, int connections);
}
