using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;
using Sluice.Proxy.Sessions;

namespace Sluice.Proxy.Hosting;

/// <summary>The last words of a process.</summary>
internal static partial class CrashLog
{
    [LoggerMessage(EventId = 1375, EventName = "Crashed", Level = LogLevel.Critical,
        Message = "sluice {Version} is ending at once: {Why} Up for {UptimeSeconds} s (sessions: {Sessions}, requests: {Requests}); resident {Resident} B, "
            + "heap {Heap} B; rented: {Buffers}.")]
    public static partial void Crashed(
        this ILogger logger, Exception? exception, string version, string why, long uptimeSeconds, int sessions, int requests, long resident, long heap, string buffers);

    [LoggerMessage(EventId = 1376, EventName = "WasRunning", Level = LogLevel.Critical,
        Message = "Was {Phase} for {AgeSeconds} s: {Service} {Repository} of {User} from {Client} on backend {Backend} by connection {BackendConnectionId}; "
            + "{BytesIn} bytes in, {BytesOut} out, waiting for {Owes}.")]
    public static partial void WasRunning(
        this ILogger logger,
        RequestPhase phase,
        long ageSeconds,
        string? service,
        string? repository,
        string user,
        string client,
        string? backend,
        string? backendConnectionId,
        long bytesIn,
        long bytesOut,
        Side owes,
        string requestId);

    [LoggerMessage(EventId = 1377, EventName = "MoreWereRunning", Level = LogLevel.Critical, Message = "More requests: {Count}.")]
    public static partial void MoreWereRunning(this ILogger logger, int count);
}
