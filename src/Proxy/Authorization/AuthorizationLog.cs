using Microsoft.Extensions.Logging;

namespace Sluice.Proxy.Authorization;

/// <summary>What is logged about the endpoint that decides who may do what.</summary>
internal static partial class AuthorizationLog
{
    [LoggerMessage(EventId = 1320, EventName = "AuthorizationUnreachable", Level = LogLevel.Error,
        Message = "The authorization endpoint gives no answer, so what it has not allowed lately is refused: {Fault}")]
    public static partial void AuthorizationUnreachable(this ILogger logger, string fault);

    [LoggerMessage(EventId = 1321, EventName = "AuthorizationReachable", Level = LogLevel.Information, Message = "The authorization endpoint answers again.")]
    public static partial void AuthorizationReachable(this ILogger logger);

    [LoggerMessage(EventId = 1322, EventName = "UnknownBackendAuthorized", Level = LogLevel.Error,
        Message = "The authorization endpoint sends a request to '{Backend}', which is neither a backend nor a group here: correct its answer.")]
    public static partial void UnknownBackendAuthorized(this ILogger logger, string backend, string requestId);
}
