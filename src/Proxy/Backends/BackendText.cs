using System.Globalization;

using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>What a user reads when a backend fails: one sentence, and the id that leads the operator to the log.</summary>
internal static class BackendText
{
    /// <summary>What git and its kin end with when the other side dies.</summary>
    public const uint ExitStatus = 128;

    /// <summary>The connection could not be made.</summary>
    public static string Unavailable(string backend, End end, string requestId) => end.Reason switch
    {
        EndReason.HostKeyUnknown => Tell($"the host key of backend {backend} is not pinned, so it is not trusted", requestId),
        EndReason.AuthRefused => Tell($"backend {backend} does not accept Sluice's key", requestId),
        EndReason.GraceExceeded or EndReason.IdleTimeout => Silent(backend, requestId),
        EndReason.KeyExchangeFailed => Tell($"backend {backend} and Sluice cannot agree on keys", requestId),
        EndReason.Refused => Busy(backend, end.Detail, requestId),
        EndReason.Drained => Later("Sluice is being restarted", requestId),
        _ => TellLater($"backend {backend} cannot be reached ({end.Detail})", requestId),
    };

    /// <summary>No answer in time, to the connection or to the request.</summary>
    public static string Silent(string backend, string requestId) => TellLater($"backend {backend} does not answer", requestId);

    /// <summary>Every place is taken: said while the request waits.</summary>
    public static string Waiting(string backend, int waiting) =>
        string.Create(CultureInfo.InvariantCulture, $"sluice: backend {backend} is busy; your request waits its turn ({waiting} in line)\n");

    /// <summary>CHANNEL_OPEN_FAILURE.</summary>
    public static string ChannelRefused(string backend, string requestId) => TellLater($"backend {backend} accepts no more sessions", requestId);

    /// <summary>CHANNEL_FAILURE for the exec.</summary>
    public static string CommandRefused(string backend, string requestId) => Tell($"backend {backend} refused to run the command", requestId);

    /// <summary>CLOSE without exit-status or exit-signal.</summary>
    public static string NoExitStatus(string backend, string requestId) => TellLater($"backend {backend} ended without an exit status", requestId);

    /// <summary>The connection ended under the request.</summary>
    public static string Lost(string backend, string requestId) => TellLater($"the connection to backend {backend} was lost", requestId);

    private static string Busy(string backend, string detail, string requestId) =>
        $"sluice: backend {backend} is busy ({detail}); try again in a minute (request {requestId})\n";

    private static string Tell(string what, string requestId) => $"sluice: {what}; tell your operator this id: {requestId}\n";

    private static string TellLater(string what, string requestId) => $"sluice: {what}; try again later or tell your operator this id: {requestId}\n";

    private static string Later(string what, string requestId) => $"sluice: {what}; try again in a minute (request {requestId})\n";
}
