using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Sluice.Transport.Io;

/// <summary>
/// A listening TCP socket. Accept errors never end it; only <see cref="Dispose"/> does. Accepting from it may begin and end
/// several times, and the socket may be another process's too.
/// </summary>
internal sealed partial class SocketListener : IDisposable
{
    private const int Backlog = 4096;
    private const int PauseMilliseconds = 100;
    private const int ReportMilliseconds = 1000;

    private readonly Socket _socket;
    private readonly Lock _lock = new();
    private CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;
    private long _busySince;
    private long _reported = -ReportMilliseconds;

    /// <summary>Binds and listens.</summary>
    /// <exception cref="SocketException">The address is taken or not ours.</exception>
    public SocketListener(IPEndPoint endPoint)
    {
        // Linux gives a port that it chose itself away again when listening ends, and one that was asked for only at the close.
        using var choice = endPoint.Port == 0 ? Bound(endPoint) : null;
        _socket = Bound((IPEndPoint?)choice?.LocalEndPoint ?? endPoint);
        try
        {
            _socket.Listen(Backlog);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        // Whom we saw waiting another process may have accepted.
        _socket.Blocking = false;
    }

    private SocketListener(Socket socket, IPEndPoint endPoint)
    {
        _socket = socket;
        _socket.Blocking = false;
        EndPoint = endPoint;
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>The file descriptor, which stays this object's.</summary>
    public int Descriptor => (int)_socket.Handle;

    /// <summary>Takes over a descriptor that another process has bound; null, and nothing taken, if it is no TCP socket that is bound.</summary>
    public static SocketListener? TryAdopt(int descriptor)
    {
        // Not its owner until it is known to be what we want.
        if (!IsBoundTcp(descriptor)) return null;
        var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
        SetCloseOnExec(descriptor, isOn: true);
        return new SocketListener(socket, (IPEndPoint)socket.LocalEndPoint!);
    }

    /// <summary>Begins to accept; does nothing where accepting is under way.</summary>
    /// <exception cref="SocketException">It refused, and somebody else has taken the address.</exception>
    /// <param name="accepted">Takes a connection over.</param>
    /// <param name="failed">Hears of a fault.</param>
    /// <param name="shed">A connection was closed for want of a descriptor.</param>
    public void Start(Action<Incoming> accepted, Action<string> failed, Action shed)
    {
        lock (_lock)
        {
            if (!_loop.IsCompleted) return;
            // Once more for a socket that refused.
            _socket.Listen(Backlog);
            _stopping.Dispose();
            _stopping = new CancellationTokenSource();
            var stopped = _stopping.Token;
            _loop = Task.Run(() => RunAsync(accepted, failed, shed, stopped));
        }
    }

    /// <summary>Ends accepting. The socket goes on listening: who connects waits for the one who accepts next.</summary>
    public async Task PauseAsync()
    {
        Task loop;
        lock (_lock)
        {
            _stopping.Cancel();
            loop = _loop;
        }
        await loop.ConfigureAwait(false);
    }

    /// <summary>
    /// Accepts who is waiting, ends accepting and refuses who connects from now on, whichever process holds the socket too.
    /// <see cref="Start"/> accepts again, unless somebody has taken the address meanwhile.
    /// </summary>
    /// <param name="accepted">Takes a connection over; without it who is waiting is refused, too.</param>
    public async Task RefuseAsync(Action<Incoming>? accepted)
    {
        await PauseAsync().ConfigureAwait(false);
        // No more than can have waited: who comes faster than we accept must not keep us from refusing.
        for (var i = 0; accepted is not null && i < Backlog && TryAccept(accepted); i++)
        {
        }
        try
        {
            // Linux ends listening by it and keeps the socket bound.
            _socket.Shutdown(SocketShutdown.Receive);
        }
        catch (SocketException)
        {
            // It refuses already.
        }
    }

    /// <summary>True while accepting is under way and none who was accepted has been waiting for that long to be taken.</summary>
    public bool IsAccepting(TimeSpan patience)
    {
        var since = Volatile.Read(ref _busySince);
        lock (_lock) return !_loop.IsCompleted && (since == 0 || Environment.TickCount64 - since < patience.TotalMilliseconds);
    }

    /// <summary>Closes our descriptor. After <see cref="PauseAsync"/> it does nothing to a socket that another process holds too.</summary>
    public void Dispose()
    {
        lock (_lock) _stopping.Cancel();
        _socket.Dispose();
    }

    // A fault is told, at most once a second, and waited out. Who would take one of the last descriptors is closed at once and
    // hears so that it has to come again. When others have used up even those, and none has become free after a moment, who
    // waits to be accepted is accepted on the spare one and closed likewise.
    private async Task RunAsync(Action<Incoming> accepted, Action<string> failed, Action shed, CancellationToken stopped)
    {
        using var spare = new SpareDescriptor();
        while (!stopped.IsCancellationRequested)
        {
            Socket? socket = null;
            try
            {
                // A crowd at the door is not let in on the thread that serves the sockets.
                socket = await _socket.AcceptAsync(stopped).AsTask().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                Volatile.Write(ref _busySince, Environment.TickCount64);
                if (DescriptorReserve.Includes(socket))
                {
                    // First, so that who sees the close finds it counted.
                    shed();
                    Report(SocketFault.Describe(SocketError.TooManyOpenSockets), failed);
                    socket.Dispose();
                    continue;
                }
                accepted(new Incoming(socket));
            }
            catch (OperationCanceledException) when (stopped.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                if (stopped.IsCancellationRequested) break;
                Report(e is SocketException s ? SocketFault.Describe(s.SocketErrorCode) : e.Message, failed);
                // A client that was gone before it was accepted is its own fault alone; without a socket it is ours.
                if (socket is null) await Task.Delay(PauseMilliseconds, CancellationToken.None).ConfigureAwait(false);
                socket?.Dispose();
                if (socket is null && IsOutOfDescriptors(e)) Shed(spare, shed, stopped);
            }
            finally
            {
                Volatile.Write(ref _busySince, 0);
            }
        }
    }

    /// <summary>False if nobody waits any more.</summary>
    private bool TryAccept(Action<Incoming> accepted)
    {
        Socket socket;
        try
        {
            socket = _socket.Accept();
        }
        catch (SocketException)
        {
            return false;
        }
        if (DescriptorReserve.Includes(socket))
        {
            socket.Dispose();
            return true;
        }
        try
        {
            accepted(new Incoming(socket));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // As in the loop: a client that was gone before it was accepted is its own fault alone.
            socket.Dispose();
        }
        return true;
    }

    private static Socket Bound(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            socket.Bind(endPoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsOutOfDescriptors(Exception e) => e is SocketException { SocketErrorCode: SocketError.TooManyOpenSockets };

    private void Report(string fault, Action<string> failed)
    {
        var now = Environment.TickCount64;
        if (now - _reported < ReportMilliseconds) return;
        _reported = now;
        failed(fault);
    }

    /// <summary>Closes all who wait to be accepted, for as long as there is nothing but the spare descriptor.</summary>
    private void Shed(SpareDescriptor spare, Action shed, CancellationToken stopped)
    {
        try
        {
            // Asked first: accepting would wait for a connection if there is none.
            while (!stopped.IsCancellationRequested && spare.IsNeeded && _socket.Poll(0, SelectMode.SelectRead))
            {
                spare.Release();
                using (_socket.Accept())
                {
                    shed();
                }
                spare.Reserve();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Somebody else took the descriptor, or we are closing.
            spare.Reserve();
        }
    }

    private static bool IsBoundTcp(int descriptor)
    {
        using var handle = new SafeSocketHandle(descriptor, ownsHandle: false);
        try
        {
            using var socket = new Socket(handle);
            return socket is { SocketType: SocketType.Stream, LocalEndPoint: IPEndPoint };
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return false;
        }
    }

    private static void SetCloseOnExec(int descriptor, bool isOn) => _ = FileControl(descriptor, SetDescriptorFlags, isOn ? CloseOnExec : 0);

    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;

    [LibraryImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int FileControl(int descriptor, int command, int argument);
}
