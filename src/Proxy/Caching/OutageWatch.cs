namespace Sluice.Proxy.Caching;

/// <summary>Notices that a source stops giving answers, and that it gives them again: each once, however many ask meanwhile.</summary>
internal sealed class OutageWatch
{
    private int _isDown;

    /// <summary>Looks at a reply. Null if it is no news; true if the outage begins with it, false if it is over with it.</summary>
    public bool? Notice<T>(Reply<T> reply)
    {
        if (reply.Fault is not null) return Interlocked.Exchange(ref _isDown, 1) == 0 ? true : null;
        return reply.Origin == ReplyOrigin.Source && Interlocked.Exchange(ref _isDown, 0) == 1 ? false : null;
    }
}
