namespace Sluice.Transport.Connection;

/// <summary>
/// While a receive loop works on one block, what it puts in line on any connection is only noted here, and sent when the
/// block is done: many sealed packets, one send. Then observers hear of channels that ended, with no lock held above them.
/// One batch belongs to one thread and ends there.
/// </summary>
internal sealed class FlushBatch : IDisposable
{
    [ThreadStatic]
    private static FlushBatch? _current;

    private readonly List<Outbound> _noted = [];
    private readonly List<SshChannel> _over = [];
    private bool _active;
    private bool _flushing;

    /// <summary>True while this thread does nothing but send: no caller above it holds a lock.</summary>
    public static bool IsFlushing => _current is { _flushing: true };

    /// <summary>Begins to note on this thread, until disposed.</summary>
    public static FlushBatch Begin()
    {
        var batch = _current ??= new FlushBatch();
        batch._active = true;
        return batch;
    }

    /// <summary>The same for a thread that only goes on sending.</summary>
    public static FlushBatch BeginFlushing()
    {
        var batch = Begin();
        batch._flushing = true;
        return batch;
    }

    /// <summary>Notes a connection for the end of this thread's batch; false if there is no batch.</summary>
    public static bool TryNote(Outbound outbound)
    {
        if (_current is not { _active: true } batch) return false;
        batch._noted.Add(outbound);
        return true;
    }

    /// <summary>Notes a channel that is over for the end of this thread's batch; false if there is no batch.</summary>
    public static bool TryNote(SshChannel channel)
    {
        if (_current is not { _active: true } batch) return false;
        batch._over.Add(channel);
        return true;
    }

    /// <summary>Sends all that was noted, tells of what is over, and sends what that brings up. Neither throws.</summary>
    public void Dispose()
    {
        _flushing = true;
        var (flushed, told) = (0, 0);
        while (flushed < _noted.Count || told < _over.Count)
        {
            while (flushed < _noted.Count) _noted[flushed++].Flush();
            if (told < _over.Count) _over[told].Connection.EndChannel(_over[told++], null);
        }
        _noted.Clear();
        _over.Clear();
        _active = _flushing = false;
    }
}
