using System.Net;

using Microsoft.Extensions.Logging;

using Sluice.Transport;

namespace Sluice.Proxy.Observability;

/// <summary>Writes the access line of each request and counts it.</summary>
internal sealed partial class AccessLog(ILogger<AccessLog> logger, SluiceMetrics metrics, TimeProvider? time = null)
{
    private readonly RequestFlightLog _flights = new(logger, time ?? TimeProvider.System);

    /// <summary>The name of the event, by which the text form knows that the values are the line.</summary>
    public const string EventName = "Access";

    /// <summary>A request has begun: an exec line came. It is alive until <see cref="Ended"/>.</summary>
    public void Started() => metrics.RequestStarted();

    /// <summary>The request is over. Called exactly once for each <see cref="Started"/>.</summary>
    public void Ended(AccessRecord record)
    {
        metrics.RequestEnded(record.Service, record.Outcome, record.Duration);
        metrics.Waits.RequestEnded(record);
        if (!logger.IsEnabled(LogLevel.Information)) return;
        var seconds = Seconds(record.Duration);
        var (client, backend, proxy, network) = (Seconds(record.Waits.Client), Seconds(record.Waits.Backend), Seconds(record.Waits.Proxy), Seconds(record.Waits.Network));
        Access(
            logger, record.RequestId, record.ConnectionId, record.User, record.KeyFingerprint, record.ClientAddress, record.Service, record.Repository,
            record.Backend, record.BytesIn, record.BytesOut, seconds, client, backend, proxy, network, record.ExitStatus, record.ExitSignal, record.Outcome, record.ClosedBy, record.Reason, record.Detail);
        _flights.Ended(record);
    }

    /// <summary>True for a party that was not waited for: a line for people leaves it out.</summary>
    public static bool IsIdleWait(KeyValuePair<string, object?> field) =>
        field.Value is 0d && field.Key.StartsWith("wait_", StringComparison.Ordinal);

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 6);

    [LoggerMessage(EventId = 1200, EventName = EventName, Level = LogLevel.Information, Message = "access")]
    private static partial void Access(
        ILogger logger,
        string requestId,
        string connectionId,
        string user,
        string keyFingerprint,
        IPEndPoint clientAddress,
        string? service,
        string? repository,
        string? backend,
        long bytesIn,
        long bytesOut,
        double durationSeconds,
        double waitClientSeconds,
        double waitBackendSeconds,
        double waitProxySeconds,
        double waitNetworkSeconds,
        uint? exitStatus,
        string? exitSignal,
        RequestOutcome outcome,
        Side closedBy,
        EndReason reason,
        string detail);
}
