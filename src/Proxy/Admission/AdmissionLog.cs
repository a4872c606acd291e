using System.Net;

using Microsoft.Extensions.Logging;

namespace Sluice.Proxy.Admission;

/// <summary>What is logged of connections that were sent away, in sshd's phrases, which log parsers know. Event ids 1350 to 1369.</summary>
internal static partial class AdmissionLog
{
    [LoggerMessage(EventId = 1350, EventName = "ConnectionDropped", Level = LogLevel.Information,
        Message = "drop connection #{Startups} from [{Address}]:{Port} on [{LocalAddress}]:{LocalPort} {Reason}")]
    public static partial void Dropped(this ILogger logger, int startups, IPAddress address, int port, IPAddress localAddress, int localPort, string reason);

    [LoggerMessage(EventId = 1351, EventName = "ConnectionWouldBeDropped", Level = LogLevel.Information,
        Message = "dry run: connection #{Startups} from [{Address}]:{Port} on [{LocalAddress}]:{LocalPort} would be dropped, {Reason}")]
    public static partial void WouldDrop(this ILogger logger, int startups, IPAddress address, int port, IPAddress localAddress, int localPort, string reason);

    [LoggerMessage(EventId = 1352, EventName = "MoreConnectionsDropped", Level = LogLevel.Information, Message = "{Connections} more connections were dropped without a line each.")]
    public static partial void MoreDropped(this ILogger logger, long connections);

    [LoggerMessage(EventId = 1353, EventName = "ThrottlingBegins", Level = LogLevel.Warning, Message = "beginning MaxStartups throttling")]
    public static partial void ThrottlingBegins(this ILogger logger);

    [LoggerMessage(EventId = 1354, EventName = "ThrottlingGoesOn", Level = LogLevel.Warning, Message = "in MaxStartups throttling, {Connections} connections dropped so far")]
    public static partial void ThrottlingGoesOn(this ILogger logger, long connections);

    [LoggerMessage(EventId = 1355, EventName = "ThrottlingEnds", Level = LogLevel.Warning, Message = "exited MaxStartups throttling after {Duration}, {Connections} connections dropped")]
    public static partial void ThrottlingEnds(this ILogger logger, string duration, long connections);

    [LoggerMessage(EventId = 1356, EventName = "Descriptors", Level = LogLevel.Information,
        Message = "{Limit} descriptors are allowed, which is enough for {Clients} connections of clients beside those to backends.")]
    public static partial void Descriptors(this ILogger logger, long limit, long clients);

    [LoggerMessage(EventId = 1357, EventName = "DescriptorsScarce", Level = LogLevel.Warning,
        Message = "Only {Limit} descriptors are allowed, which is enough for {Clients} connections of clients, while MaxStartups alone lets {Startups} in: raise LimitNOFILE (ulimit -Hn) to {Needed} at least, or lower MaxStartups.")]
    public static partial void DescriptorsScarce(this ILogger logger, long limit, long clients, int startups, long needed);
}
