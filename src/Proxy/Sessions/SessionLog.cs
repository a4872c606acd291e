using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.Sessions;

/// <summary>What is logged about clients' connections and requests, beside the access line.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(EventId = 1300, EventName = "SessionOpened", Level = LogLevel.Information,
        Message = "Session of {User} opened ({Identification}).")]
    public static partial void SessionOpened(this ILogger logger, string user, string identification, string connectionId);

    [LoggerMessage(EventId = 1301, EventName = "SessionEnded", Level = LogLevel.Information,
        Message = "Session of {User} ended by {Side}: {Reason}: {Detail} (channels: {Channels}, {Seconds:0.000} s).")]
    public static partial void SessionEnded(
        this ILogger logger, string user, Side side, EndReason reason, string detail, int channels, double seconds, string connectionId);

    [LoggerMessage(EventId = 1310, EventName = "RequestStarted", Level = LogLevel.Information,
        Message = "Request of {User}: {Service} {Repository} goes to backend {Backend} on connection {BackendConnectionId}.")]
    public static partial void RequestStarted(
        this ILogger logger, string user, string service, string repository, string backend, string backendConnectionId, string requestId);

    [LoggerMessage(EventId = 1311, EventName = "RequestRefused", Level = LogLevel.Information, Message = "Request of {User} refused: {Refusal}")]
    public static partial void RequestRefused(this ILogger logger, string user, string refusal, string requestId);

    [LoggerMessage(EventId = 1312, EventName = "Greeted", Level = LogLevel.Information, Message = "{User} asked for a shell and was greeted.")]
    public static partial void Greeted(this ILogger logger, string user, string requestId);

    [LoggerMessage(EventId = 1313, EventName = "ChannelRequestRefused", Level = LogLevel.Debug, Message = "Channel request {Type} of {User} refused.")]
    public static partial void ChannelRequestRefused(this ILogger logger, string type, string user, string requestId);

    [LoggerMessage(EventId = 1314, EventName = "EnvironmentDropped", Level = LogLevel.Debug, Message = "Environment variable {Name} of {User} is not passed on.")]
    public static partial void EnvironmentDropped(this ILogger logger, string name, string user, string requestId);

    [LoggerMessage(EventId = 1315, EventName = "RequestRetried", Level = LogLevel.Information,
        Message = "Backend {Backend} did not run the command on connection {BackendConnectionId} ({Detail}); it is tried again.")]
    public static partial void RequestRetried(this ILogger logger, string backend, string detail, string backendConnectionId, string requestId);

    [LoggerMessage(EventId = 1330, EventName = "RequestTimedOut", Level = LogLevel.Information,
        Message = "Request of {User} is ended, {Side} is to blame: {Reason}: {Detail}.")]
    public static partial void RequestTimedOut(this ILogger logger, string user, Side side, EndReason reason, string detail, string requestId);

    [LoggerMessage(EventId = 1331, EventName = "SweepCrashed", Level = LogLevel.Error, Message = "A mistake of Sluice's own left time-outs of {Id} unchecked.")]
    public static partial void SweepCrashed(this ILogger logger, Exception exception, string id);

    [LoggerMessage(EventId = 1319, EventName = "RequestCrashed", Level = LogLevel.Error, Message = "A mistake of Sluice's own ended a request.")]
    public static partial void RequestCrashed(this ILogger logger, Exception exception, string requestId);
}
