using Microsoft.Extensions.Logging;

using Sluice.Transport;

namespace Sluice.Proxy.Observability;

/// <summary>
/// Writes the last protocol events of a request's connections when the request ended as it should not, one line for each
/// connection. When a backend dies under hundreds of requests, only so many of them get their lines.
/// </summary>
internal sealed partial class RequestFlightLog(ILogger logger, TimeProvider time)
{
    /// <summary>Requests that are written of at once; one more each second.</summary>
    public const int Burst = 20;

    private readonly Lock _lock = new();
    private double _room = Burst;
    private long _last = time.GetTimestamp();

    /// <summary>Writes if there is reason to, and room.</summary>
    public void Ended(AccessRecord record)
    {
        if (!IsAbnormal(record) || record.Connections.Count == 0 || !logger.IsEnabled(LogLevel.Information)) return;
        if (!TryTake())
        {
            Omitted(logger, record.RequestId);
            return;
        }
        var peer = Side.Client;
        foreach (var connection in record.Connections)
        {
            var events = string.Join(" | ", connection.ReadEvents());
            FlightRecorder(logger, peer, connection.Id, events, record.RequestId);
            peer = Side.Backend;
        }
    }

    /// <summary>A refusal says itself all there is to say, and a client may leave when it likes.</summary>
    private static bool IsAbnormal(AccessRecord record) => record.Outcome switch
    {
        RequestOutcome.Error => record.Reason is not (EndReason.Refused or EndReason.Drained or EndReason.Killed or EndReason.BackendUnreachable),
        RequestOutcome.Aborted when record.Reason is not (EndReason.Drained or EndReason.Killed) => record.ClosedBy != Side.Client || record.Reason is not (EndReason.PeerClosed or EndReason.ConnectionLost),
        _ => false,
    };

    private bool TryTake()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _room = Math.Min(Burst, _room + time.GetElapsedTime(_last, now).TotalSeconds);
            _last = now;
            if (_room < 1) return false;
            _room--;
            return true;
        }
    }

    [LoggerMessage(EventId = 1370, EventName = "RequestFlightRecorder", Level = LogLevel.Information, Message = "Flight recorder of the {Peer}'s connection {ConnectionId}: {Events}")]
    private static partial void FlightRecorder(ILogger logger, Side peer, string connectionId, string events, string requestId);

    [LoggerMessage(EventId = 1371, EventName = "RequestFlightRecorderOmitted", Level = LogLevel.Debug, Message = "Too many requests fail at once to write this one's flight recorder.")]
    private static partial void Omitted(ILogger logger, string requestId);
}
