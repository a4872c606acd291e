using Microsoft.Extensions.Logging;

namespace Sluice.Transport.Diagnostics;

/// <summary>What Transport says. Event ids 1000 to 1099 are its own and are never given to another event.</summary>
internal static partial class TransportLog
{
    [LoggerMessage(1000, LogLevel.Debug, "Connection from {Remote} id {ConnectionId}")]
    public static partial void Accepted(ILogger logger, string remote, string connectionId);

    [LoggerMessage(1003, LogLevel.Debug, "Connection ended id {ConnectionId}: {Reason} by {Side}: {Detail}")]
    public static partial void Ended(ILogger logger, string connectionId, EndReason reason, EndSide side, string detail);

    [LoggerMessage(1004, LogLevel.Error, "A mistake of ours ended connection {ConnectionId}")]
    public static partial void Mistake(ILogger logger, Exception exception, string connectionId);

    /// <summary>The same, where the log itself may be what failed. Never throws.</summary>
    public static void TryMistake(ILogger logger, Exception exception, string connectionId)
    {
        try
        {
            Mistake(logger, exception, connectionId);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // There is nobody left to tell.
        }
    }

    [LoggerMessage(1005, LogLevel.Warning, "Accepting failed, going on: {Fault}")]
    public static partial void AcceptFailed(ILogger logger, string fault);

    [LoggerMessage(1006, LogLevel.Debug, "Connection from {Remote} through {Proxy} id {ConnectionId}")]
    public static partial void AcceptedThrough(ILogger logger, string remote, string proxy, string connectionId);

    [LoggerMessage(1007, LogLevel.Debug, "Connection from {Proxy} closed, its PROXY header is {Outcome} after {Bytes} bytes")]
    public static partial void ProxyHeaderRefused(ILogger logger, string proxy, ProxyHeaderOutcome outcome, int bytes);
}
