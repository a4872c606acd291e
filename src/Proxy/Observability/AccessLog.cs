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
        if (!logger.IsEnabled(LogLevel.Information)) return;
        var seconds = Math.Round(record.Duration.TotalSeconds, 6);
        Access(
            logger, record.RequestId, record.ConnectionId, record.User, record.KeyFingerprint, record.ClientAddress, record.Service, record.Repository,
            record.Backend, record.BytesIn, record.BytesOut, seconds, record.ExitStatus, record.ExitSignal, record.Outcome, record.ClosedBy, record.Reason, record.Detail);
        _flights.Ended(record);
    }

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
        uint? exitStatus,
        string? exitSignal,
        RequestOutcome outcome,
        Side closedBy,
        EndReason reason,
        string detail);
}
