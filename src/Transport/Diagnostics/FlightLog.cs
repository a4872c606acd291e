using Microsoft.Extensions.Logging;

namespace Sluice.Transport.Diagnostics;

/// <summary>
/// Writes a connection's last events when it ended as connections should not: one line, and no more lines than a disk bears.
/// What strangers do who never log in is for level debug.
/// </summary>
internal static partial class FlightLog
{
    private const string Message = "Flight recorder of connection {ConnectionId} with {Remote}, channels: {Channels}, ended by {Side}: {Reason}: {Events}";

    private static readonly LineRate _rate = new(burst: 100, perSecond: 5);

    /// <summary>Writes if there is reason to.</summary>
    /// <param name="log">Where to.</param>
    /// <param name="connection">Whose events.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="read">Gives the events.</param>
    public static void Write(ILogger log, in FlightSubject connection, End end, Func<IReadOnlyList<FlightEvent>> read)
    {
        var isStranger = connection.IsServer && !connection.IsConnected;
        if (!IsAbnormal(connection, end.Reason) || !log.IsEnabled(isStranger ? LogLevel.Debug : LogLevel.Information)) return;
        if (!isStranger && !_rate.TryTake(Environment.TickCount64)) return;
        var (id, remote, channels, events) = (connection.Id, connection.Remote.ToString(), connection.Channels, Text(read()));
        if (isStranger) OfStranger(log, id, remote, channels, end.Side, end.Reason, events);
        else OfConnection(log, id, remote, channels, end.Side, end.Reason, events);
    }

    /// <summary>All events in one line.</summary>
    public static string Text(IReadOnlyList<FlightEvent> events) => string.Join(" | ", events.Select(entry => entry.ToString()));

    /// <summary>Clients leave as they like; a backend that leaves while it serves somebody does not.</summary>
    private static bool IsAbnormal(in FlightSubject connection, EndReason reason) => reason switch
    {
        EndReason.ProtocolViolation or EndReason.MacError or EndReason.KeyExchangeFailed or EndReason.GraceExceeded => true,
        EndReason.IdleTimeout or EndReason.PeerNotReading or EndReason.InternalError => true,
        EndReason.ConnectionLost => connection.Channels > 0,
        EndReason.PeerClosed => connection.Channels > 0 && !connection.IsServer,
        _ => false,
    };

    [LoggerMessage(1008, LogLevel.Information, Message, EventName = "FlightRecorder")]
    private static partial void OfConnection(ILogger logger, string connectionId, string remote, int channels, EndSide side, EndReason reason, string events);

    [LoggerMessage(1009, LogLevel.Debug, Message, EventName = "FlightRecorderOfStranger")]
    private static partial void OfStranger(ILogger logger, string connectionId, string remote, int channels, EndSide side, EndReason reason, string events);
}
