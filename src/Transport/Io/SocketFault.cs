using System.Net.Sockets;

namespace Sluice.Transport.Io;

/// <summary>Socket errors in a few words for people.</summary>
internal static class SocketFault
{
    public static string Describe(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "connection reset",
        SocketError.ConnectionAborted or SocketError.OperationAborted or SocketError.Shutdown => "connection aborted",
        SocketError.TimedOut => "timed out",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "host unreachable",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "host name not found",
        SocketError.TooManyOpenSockets => "too many open descriptors",
        _ => $"socket error {error}",
    };
}
