namespace Sluice.Transport.Connection;

/// <summary>
/// Tells channels that bytes of theirs have gone to the kernel, on a thread of its own: whoever sent may hold locks that
/// an observer wants. Safe from any thread.
/// </summary>
internal sealed class DrainWatch(SshConnection connection) : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private List<SshChannel> _watching = [];
    private List<SshChannel> _told = [];
    private bool _isTelling;
    private bool _hasNews;

    /// <summary>The channel wants to hear of the next send; or of one before, which may have taken its bytes already.</summary>
    public void Add(SshChannel channel)
    {
        lock (_lock)
        {
            _watching.Add(channel);
            if (!_hasNews || _isTelling) return;
            _isTelling = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    /// <summary>The kernel took bytes.</summary>
    public void OnSent()
    {
        lock (_lock)
        {
            _hasNews = true;
            if (_isTelling || _watching.Count == 0) return;
            _isTelling = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    public void Clear()
    {
        lock (_lock) _watching.Clear();
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (true)
        {
            lock (_lock)
            {
                if (!_hasNews || _watching.Count == 0)
                {
                    _isTelling = false;
                    return;
                }
                _hasNews = false;
                (_watching, _told) = (_told, _watching);
            }
            using (FlushBatch.Begin())
            {
                foreach (var channel in _told)
                {
                    if (HasMoreToCome(channel)) Add(channel);
                }
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
