namespace Sluice.Transport.Connection;

/// <summary>
/// Tells channels that bytes of theirs have gone to the kernel: at once on a thread that holds no locks, which an observer
/// may want, else on a thread of its own. Safe from any thread.
/// </summary>
internal sealed class DrainWatch(SshConnection connection) : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private List<SshChannel> _watching = [];
    private List<SshChannel> _told = [];
    private bool _isTelling;
    private bool _hasNews;

    /// <summary>The channel wants to hear of the next send.</summary>
    /// <param name="channel">Who wants to hear.</param>
    /// <param name="isSent">True if its bytes have gone already, so that there may be no next one.</param>
    public void Add(SshChannel channel, bool isSent)
    {
        lock (_lock)
        {
            _watching.Add(channel);
            if (!isSent) return;
            _hasNews = true;
            if (_isTelling) return;
            _isTelling = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    /// <summary>The kernel took bytes.</summary>
    public void OnSent()
    {
        lock (_lock)
        {
            if (_watching.Count == 0 && !_isTelling) return;
            _hasNews = true;
            if (_isTelling) return;
            _isTelling = true;
        }
        if (FlushBatch.IsFlushing) Tell();
        else ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    public void Clear()
    {
        lock (_lock) _watching.Clear();
    }

    void IThreadPoolWorkItem.Execute()
    {
        using (FlushBatch.Begin()) Tell();
    }

    private void Tell()
    {
        while (true)
        {
            lock (_lock)
            {
                if (!_hasNews || _watching.Count == 0)
                {
                    _isTelling = _hasNews = false;
                    return;
                }
                _hasNews = false;
                (_watching, _told) = (_told, _watching);
            }
            foreach (var channel in _told)
            {
                if (HasMoreToCome(channel)) Add(channel, isSent: false);
            }
            _told.Clear();
        }
    }

    private bool HasMoreToCome(SshChannel channel)
    {
        try
        {
            return channel.OnDrained();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            connection.OnMistake(channel, e);
            return false;
        }
    }
}
