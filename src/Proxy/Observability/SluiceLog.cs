using System.Net;

using Microsoft.Extensions.Logging;

namespace Sluice.Proxy.Observability;

/// <summary>
/// What the proxy logs about itself, with stable event ids: 1100 keys and users, 1200 access, 1300 sessions,
/// 1400 backends, 1500 the process. Transport has 1000 to 1099.
/// </summary>
internal static partial class SluiceLog
{
    [LoggerMessage(EventId = 1500, EventName = "Starting", Level = LogLevel.Information, Message = "sluice {Version} is starting with process id {ProcessId}.")]
    public static partial void Starting(this ILogger logger, string version, int processId);

    [LoggerMessage(EventId = 1501, EventName = "Listening", Level = LogLevel.Information, Message = "Server listening on {Address} port {Port}.")]
    public static partial void Listening(this ILogger logger, IPAddress address, int port);

    [LoggerMessage(EventId = 1503, EventName = "Stopped", Level = LogLevel.Information, Message = "sluice has stopped.")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(EventId = 1504, EventName = "MetricsListening", Level = LogLevel.Information, Message = "Metrics and health on http://{EndPoint}/metrics, /healthz and /readyz.")]
    public static partial void MetricsListening(this ILogger logger, string endPoint);

    [LoggerMessage(EventId = 1505, EventName = "CannotStart", Level = LogLevel.Critical, Message = "sluice cannot serve: {Reason}")]
    public static partial void CannotStart(this ILogger logger, string reason);

    [LoggerMessage(EventId = 1540, EventName = "AdminListening", Level = LogLevel.Information, Message = "Operators are served at {Addresses}.")]
    public static partial void AdminListening(this ILogger logger, string addresses);

    [LoggerMessage(EventId = 1541, EventName = "AdminMissing", Level = LogLevel.Warning,
        Message = "The commands that ask the running proxy will not work: {Reason} Set AdminListen to unix:/run/sluice/admin.sock, say, or to none.")]
    public static partial void AdminMissing(this ILogger logger, string reason);

    [LoggerMessage(EventId = 1510, EventName = "ConfigurationReloaded", Level = LogLevel.Information,
        Message = "Configuration reloaded: {Backends} backends, {Routes} routes.")]
    public static partial void ConfigurationReloaded(this ILogger logger, int backends, int routes);

    [LoggerMessage(EventId = 1511, EventName = "ConfigurationFault", Level = LogLevel.Error, Message = "{Fault}")]
    public static partial void ConfigurationFault(this ILogger logger, string fault);

    [LoggerMessage(EventId = 1512, EventName = "ConfigurationKept", Level = LogLevel.Error,
        Message = "Faults in the configuration: {Faults}; the one before stays in force.")]
    public static partial void ConfigurationKept(this ILogger logger, int faults);

    [LoggerMessage(EventId = 1513, EventName = "ConfigurationMistake", Level = LogLevel.Error,
        Message = "The configuration could not be read again; the one before stays in force. Send SIGHUP once more, and report this if it comes again.")]
    public static partial void ConfigurationMistake(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 1514, EventName = "ReloadIgnored", Level = LogLevel.Warning, Message = "SIGHUP changes nothing: this process is draining.")]
    public static partial void ReloadIgnored(this ILogger logger);

    [LoggerMessage(EventId = 1569, EventName = "LogResumed", Level = LogLevel.Error,
        Message = "The log lacks {Lines} lines, because it could not be written for {Seconds:0.0} s: {Reason}")]
    public static partial void LogResumed(this ILogger logger, long lines, double seconds, string reason);

    [LoggerMessage(EventId = 1100, EventName = "KeysLoaded", Level = LogLevel.Information, Message = "Keys in force from {Directory}: {Keys}; users: {Users}.")]
    public static partial void KeysLoaded(this ILogger logger, int keys, int users, string directory);

    [LoggerMessage(EventId = 1101, EventName = "KeyFault", Level = LogLevel.Warning, Message = "{Fault}")]
    public static partial void KeyFault(this ILogger logger, string fault);

    [LoggerMessage(EventId = 1102, EventName = "KeysUnreadable", Level = LogLevel.Error, Message = "The keys in {Directory} cannot be read, those known before stay in force: {Reason}")]
    public static partial void KeysUnreadable(this ILogger logger, string directory, string reason);
}
