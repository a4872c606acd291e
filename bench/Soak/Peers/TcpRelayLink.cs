using System.Net;
using System.Net.Sockets;

namespace Sluice.Soak.Peers;

/// <summary>One connection through a <see cref="TcpRelay"/>.</summary>
/// <param name="near">The socket that was accepted.</param>
/// <param name="far">The socket that was connected to the target.</param>
internal sealed class TcpRelayLink(Socket near, Socket far)
{
    private const int BufferSize = 16 * 1024;

    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isHeld;
    private volatile bool _isFinished;

    /// <summary>The port of who connected to the relay.</summary>
    public int ClientPort { get; } = ((IPEndPoint)near.RemoteEndPoint!).Port;

    /// <summary>The port that the relay connected from.</summary>
    public int TargetPort { get; } = ((IPEndPoint)far.LocalEndPoint!).Port;

    /// <summary>Both sides get a RST.</summary>
    public void Reset()
    {
        _goOn.TrySetResult();
        near.Close(0);
        far.Close(0);
    }

    /// <summary>Both sides get a FIN; what they still send is read and thrown away.</summary>
    public void Finish()
    {
        _isFinished = true;
        _goOn.TrySetResult();
        Finish(near);
        Finish(far);
    }

    /// <summary>From now on nothing is read from the target: its sends fill the kernel's buffers and stop there.</summary>
    public void Hold() => _isHeld = true;

    /// <summary>Until both directions are over.</summary>
    public async Task RunAsync()
    {
        await Task.WhenAll(CopyAsync(near, far, mayHold: false), CopyAsync(far, near, mayHold: true));
        near.Dispose();
        far.Dispose();
    }

    private async Task CopyAsync(Socket from, Socket to, bool mayHold)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (true)
            {
                if (mayHold && _isHeld) await _goOn.Task;
                var count = await from.ReceiveAsync(buffer);
                if (count == 0) break;
                for (var sent = 0; sent < count && !_isFinished;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }
            Finish(to);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            Reset();
        }
    }

    private static void Finish(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The other side was faster.
        }
    }
}
