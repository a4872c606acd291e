using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;

using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Sluice.Proxy.Admin;

/// <summary>Who asks the admin endpoint, as the log names them.</summary>
internal static class Caller
{
    // SOL_SOCKET and SO_PEERCRED of Linux; the answer is process, user and group, 32 bits each.
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    /// <summary>The user and the process at the other end of a Unix socket, or an address.</summary>
    public static string Of(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is { } address) return $"{address}";
        Span<byte> credentials = stackalloc byte[12];
        try
        {
            var socket = context.Features.Get<IConnectionSocketFeature>()?.Socket;
            if (socket is null || !OperatingSystem.IsLinux() || socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) != credentials.Length) return "somebody on this machine";
        }
        catch (SocketException)
        {
            return "somebody on this machine";
        }
        var (process, user) = (BinaryPrimitives.ReadInt32LittleEndian(credentials), BinaryPrimitives.ReadInt32LittleEndian(credentials[4..]));
        return string.Create(CultureInfo.InvariantCulture, $"user id {user} (process {process})");
    }
}
