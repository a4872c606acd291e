using System.Net;

using Microsoft.Extensions.Logging;

namespace Sluice.Proxy.Observability;

/// <summary>What the process says about its own comings and goings: 1502 and 1520 to 1539.</summary>
internal static partial class LifecycleLog
{
    [LoggerMessage(EventId = 1502, EventName = "Draining", Level = LogLevel.Information,
        Message = "Draining ({Cause}): nobody new; what runs may go on for up to {DrainTimeout} (requests: {Requests}).")]
    public static partial void Draining(this ILogger logger, string cause, string drainTimeout, int requests);

    [LoggerMessage(EventId = 1520, EventName = "Drained", Level = LogLevel.Information, Message = "Drained after {Seconds:0.0} seconds; nothing was cut.")]
    public static partial void Drained(this ILogger logger, double seconds);

    [LoggerMessage(EventId = 1521, EventName = "DrainCut", Level = LogLevel.Warning, Message = "The drain ended after {Seconds:0.0} seconds ({Why}) and cut what still ran (requests: {Requests}).")]
    public static partial void DrainCut(this ILogger logger, double seconds, string why, int requests);

    [LoggerMessage(EventId = 1522, EventName = "DrainAborted", Level = LogLevel.Information, Message = "The drain was taken back after {Seconds:0.0} seconds: clients are accepted again.")]
    public static partial void DrainAborted(this ILogger logger, double seconds);

    [LoggerMessage(EventId = 1523, EventName = "UpgradeBegun", Level = LogLevel.Information, Message = "Upgrading: process {Successor} is started with {Sockets} listening sockets.")]
    public static partial void UpgradeBegun(this ILogger logger, int successor, int sockets);

    [LoggerMessage(EventId = 1524, EventName = "Upgraded", Level = LogLevel.Information, Message = "Upgraded: process {Successor} accepts clients, this one drains.")]
    public static partial void Upgraded(this ILogger logger, int successor);

    [LoggerMessage(EventId = 1525, EventName = "UpgradeFailed", Level = LogLevel.Error, Message = "The upgrade failed and this process goes on as before: {Reason}")]
    public static partial void UpgradeFailed(this ILogger logger, string reason);

    [LoggerMessage(EventId = 1526, EventName = "ListenerInherited", Level = LogLevel.Debug, Message = "{EndPoint} was inherited.")]
    public static partial void ListenerInherited(this ILogger logger, IPEndPoint endPoint);

    [LoggerMessage(EventId = 1527, EventName = "ListenerUnwanted", Level = LogLevel.Warning, Message = "{EndPoint} was inherited and is closed: the configuration does not name it.")]
    public static partial void ListenerUnwanted(this ILogger logger, IPEndPoint endPoint);

    [LoggerMessage(EventId = 1528, EventName = "ListenerRemoved", Level = LogLevel.Information, Message = "Server no longer listening on {Address} port {Port}.")]
    public static partial void ListenerRemoved(this ILogger logger, IPAddress address, int port);

    [LoggerMessage(EventId = 1529, EventName = "WatchdogWithheld", Level = LogLevel.Critical, Message = "The service manager is not told that we live: {Reason}")]
    public static partial void WatchdogWithheld(this ILogger logger, string reason);

    [LoggerMessage(EventId = 1530, EventName = "ConfigurationChanged", Level = LogLevel.Information, Message = "The configuration's files have changed: reading them again.")]
    public static partial void ConfigurationChanged(this ILogger logger);

    [LoggerMessage(EventId = 1531, EventName = "ServiceManagerDeaf", Level = LogLevel.Warning, Message = "The service manager cannot be told anything: {Reason}")]
    public static partial void ServiceManagerDeaf(this ILogger logger, string reason);

    [LoggerMessage(EventId = 1532, EventName = "StillDraining", Level = LogLevel.Information, Message = "Draining for {Seconds:0} seconds: the oldest request that still runs is {Oldest}, for {Age} (requests: {Requests}).")]
    public static partial void StillDraining(this ILogger logger, double seconds, string oldest, string age, int requests);
}
