using System.Net.Sockets;
using System.Text;

namespace Sluice.Transport.Tests.Connection;

/// <summary>What a peer says, as text.</summary>
internal static class SocketText
{
    /// <summary>At least so many characters, or all until the peer closed or reset the connection.</summary>
    public static async Task<string> ReceiveTextAsync(this Socket socket, int least)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var text = new StringBuilder();
        var buffer = new byte[1024];
        try
        {
            while (text.Length < least && await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var bytes) text.Append(Encoding.Latin1.GetString(buffer, 0, bytes));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed with unread bytes.
        }
        return text.ToString();
    }
}
