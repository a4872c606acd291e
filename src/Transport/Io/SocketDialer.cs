using System.Net.Sockets;

namespace Sluice.Transport.Io;

/// <summary>Reaches a TCP address.</summary>
internal static class SocketDialer
{
    /// <summary>The connected link, or what went wrong in a few words.</summary>
    public static async Task<(SocketLink? Link, string Fault)> ConnectAsync(string host, int port, TimeSpan limit, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            // This throws as well, when the process has no descriptor left.
            socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            if (DescriptorReserve.Includes(socket)) throw new SocketException((int)SocketError.TooManyOpenSockets);
            await socket.ConnectAsync(host, port, deadline.Token).ConfigureAwait(false);
            return (new SocketLink(socket), "");
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            return (null, SocketFault.Describe(e.SocketErrorCode));
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            return (null, cancellationToken.IsCancellationRequested ? "cancelled" : "timed out");
        }
    }
}
