using Microsoft.Extensions.Logging;

using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>What is logged about connections to backends.</summary>
internal static partial class BackendLog
{
    [LoggerMessage(EventId = 1400, EventName = "BackendConnected", Level = LogLevel.Information,
        Message = "Connected to backend {Backend} at {Address} ({Identification}) in {Milliseconds:0} ms by connection {ConnectionId}.")]
    public static partial void BackendConnected(
        this ILogger logger, string backend, string address, string identification, double milliseconds, string connectionId, string requestId);

    [LoggerMessage(EventId = 1401, EventName = "BackendFailed", Level = LogLevel.Warning,
        Message = "No connection to backend {Backend} at {Address}: {Reason}: {Detail}.")]
    public static partial void BackendFailed(this ILogger logger, string backend, string address, EndReason reason, string detail, string requestId);

    [LoggerMessage(EventId = 1402, EventName = "BackendHostKeyUnknown", Level = LogLevel.Error,
        Message = "To trust backend {Backend}, compare its fingerprint with ssh-keygen -lf on the backend itself, then add its key to the "
            + "backend's KnownHosts file: ssh-keyscan -p {Port} {Host} >> known_hosts")]
    public static partial void BackendHostKeyUnknown(this ILogger logger, string backend, int port, string host, string requestId);

    [LoggerMessage(EventId = 1403, EventName = "BackendEnded", Level = LogLevel.Information,
        Message = "Connection to backend {Backend} ended by {Side}: {Reason}: {Detail}.")]
    public static partial void BackendEnded(this ILogger logger, string backend, string connectionId, EndSide side, EndReason reason, string detail);

    [LoggerMessage(EventId = 1404, EventName = "BackendStalled", Level = LogLevel.Warning,
        Message = "Connection to backend {Backend} does not answer; no more sessions are put on it until it does (sessions: {Sessions}).")]
    public static partial void BackendStalled(this ILogger logger, string backend, string connectionId, int sessions);

    [LoggerMessage(EventId = 1405, EventName = "BackendLimitLearned", Level = LogLevel.Warning,
        Message = "Backend {Backend} does not take {Configured} sessions on one connection, but {Limit}: raise MaxSessions in its sshd_config, or lower "
            + "MaxSessionsPerConnection here.")]
    public static partial void BackendLimitLearned(this ILogger logger, string backend, int limit, int configured);

    [LoggerMessage(EventId = 1407, EventName = "BackendMistake", Level = LogLevel.Error, Message = "A mistake of Sluice's own, on behalf of backend {Backend}.")]
    public static partial void BackendMistake(this ILogger logger, Exception exception, string backend);

    [LoggerMessage(EventId = 1406, EventName = "BackendDraining", Level = LogLevel.Information,
        Message = "Backend {Backend} at {Address} is not in the configuration any more; what runs there goes on to its end (sessions: {Sessions}).")]
    public static partial void BackendDraining(this ILogger logger, string backend, string address, int sessions);
}
