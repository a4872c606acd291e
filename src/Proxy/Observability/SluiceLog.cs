using System.Net;

using Microsoft.Extensions.Logging;

namespace Sluice.Proxy.Observability;

/// <summary>
/// What the proxy logs, with stable event ids. A parameter <c>connectionId</c> or <c>requestId</c> that its sentence does
/// not mention is a field of the line all the same.
/// </summary>
internal static partial class SluiceLog
{
    [LoggerMessage(EventId = 1000, EventName = "Started", Level = LogLevel.Information, Message = "sluice {Version} is starting with process id {ProcessId}.")]
    public static partial void Started(this ILogger logger, string version, int processId);

    [LoggerMessage(EventId = 1001, EventName = "Listening", Level = LogLevel.Information, Message = "Server listening on {Address} port {Port}.")]
    public static partial void Listening(this ILogger logger, IPAddress address, int port);

    [LoggerMessage(EventId = 1002, EventName = "Draining", Level = LogLevel.Information, Message = "Stopping: {Requests} requests may go on for up to {DrainTimeout}.")]
    public static partial void Draining(this ILogger logger, int requests, TimeSpan drainTimeout);

    [LoggerMessage(EventId = 1003, EventName = "Stopped", Level = LogLevel.Information, Message = "sluice has stopped.")]
    public static partial void Stopped(this ILogger logger);
}
