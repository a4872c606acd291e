using System.Net.Sockets;

namespace Sluice.Transport.Io;

/// <summary>
/// Sockets of peers that were sent away with a few words. Closed at once, with bytes of the peer's still unread, TCP answers
/// with a reset that takes our words away with it (RFC 1122 section 4.2.2.13): so each is read for a moment, until the peer has closed. One
/// timer looks at all of them, and only while there are any; when there are too many they are closed at once.
/// </summary>
internal sealed class Lingering : IDisposable
{
    /// <summary>How many are waited for.</summary>
    public const int MaxSockets = 128;

    private const int MaxBytes = 64 * 1024;
    private const int BeatMilliseconds = 20;
    private const int PatienceMilliseconds = 2000;

    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = new(MaxSockets);
    private readonly byte[] _waste = new byte[4096];
    private readonly Timer _timer;

    public Lingering() => _timer = new Timer(static state => ((Lingering)state!).Look(), this, Timeout.Infinite, Timeout.Infinite);

    /// <summary>The one of this process.</summary>
    public static Lingering Shared { get; } = new();

    /// <summary>How many are waited for now.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _entries.Count;
        }
    }

    /// <summary>Takes the socket over, on which all has been said, and closes it when the peer has heard it, or shortly.</summary>
    public void Add(Socket socket)
    {
        var entry = new Entry(socket, Environment.TickCount64 + PatienceMilliseconds);
        try
        {
            socket.Blocking = false;
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer was faster.
            socket.Dispose();
            return;
        }
        lock (_lock)
        {
            if (!IsOver(entry, 0) && _entries.Count < MaxSockets)
            {
                _entries.Add(entry);
                if (_entries.Count == 1) _timer.Change(BeatMilliseconds, Timeout.Infinite);
                return;
            }
        }
        socket.Dispose();
    }

    /// <summary>Closes all that are left.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            foreach (var entry in _entries) entry.Socket.Dispose();
            _entries.Clear();
        }
    }

    private void Look()
    {
        var now = Environment.TickCount64;
        lock (_lock)
        {
            _entries.RemoveAll(entry =>
            {
                var isOver = IsOver(entry, now);
                if (isOver) entry.Socket.Dispose();
                return isOver;
            });
            if (_entries.Count > 0) _timer.Change(BeatMilliseconds, Timeout.Infinite);
        }
    }

    /// <summary>Reads what is there; true if the peer has closed, or has had its time or its bytes.</summary>
    private bool IsOver(Entry entry, long now)
    {
        while (entry.Bytes < MaxBytes && now < entry.Expiry)
        {
            var read = entry.Socket.Receive(_waste, SocketFlags.None, out var error);
            if (error is SocketError.WouldBlock or SocketError.IOPending) return false;
            if (error != SocketError.Success || read == 0) return true;
            entry.Bytes += read;
        }
        return true;
    }

    private sealed class Entry(Socket socket, long expiry)
    {
        public Socket Socket => socket;

        public long Expiry => expiry;

        public int Bytes { get; set; }
    }
}
