using Microsoft.Extensions.Logging;

namespace Sluice.Proxy.Admin;

/// <summary>What operators do, and what the admin endpoint could not: event ids from 1542.</summary>
internal static partial class AdminLog
{
    [LoggerMessage(EventId = 1542, EventName = "Killed", Level = LogLevel.Warning, Message = "The operator ended {What} {Id} of {User}: {Why}")]
    public static partial void Killed(this ILogger logger, string what, string id, string user, string why);

    [LoggerMessage(EventId = 1543, EventName = "Collected", Level = LogLevel.Information,
        Message = "The operator had memory collected in {Milliseconds} ms: {Before} bytes were resident, {After} are.")]
    public static partial void Collected(this ILogger logger, long milliseconds, long before, long after);

    [LoggerMessage(EventId = 1544, EventName = "SamplingFailed", Level = LogLevel.Warning,
        Message = "A sample of memory and traffic could not be taken; the next one is tried in time.")]
    public static partial void SamplingFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 1545, EventName = "LoginRefused", Level = LogLevel.Warning,
        Message = "A browser at {Address} gave a wrong token for the admin page.")]
    public static partial void LoginRefused(this ILogger logger, string address);

    [LoggerMessage(EventId = 1547, EventName = "MeasuringFailed", Level = LogLevel.Error,
        Message = "A mistake of Sluice's own kept metrics from an export, which has all the others.")]
    public static partial void MeasuringFailed(this ILogger logger, Exception exception);
}
