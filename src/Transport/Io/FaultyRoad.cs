using System.Collections.Concurrent;

namespace Sluice.Transport.Io;

/// <summary>What is wrong on purpose with the way to one address, and the connections that use it.</summary>
internal sealed class FaultyRoad
{
    private static readonly TaskCompletionSource _open = Opened();

    private readonly ConcurrentDictionary<FaultyLink, byte> _links = new();
    private volatile TaskCompletionSource _blocked = _open;
    private volatile bool _refuses;
    private long _delay;

    /// <summary>Completes as soon as anything may pass.</summary>
    public Task Passable => _blocked.Task;

    /// <summary>What everything from there is late by, in milliseconds.</summary>
    public int Delay => (int)Volatile.Read(ref _delay);

    public void Refuse() => _refuses = true;

    public void Blackhole()
    {
        if (_blocked == _open) _blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Slow(TimeSpan delay) => Volatile.Write(ref _delay, (long)delay.TotalMilliseconds);

    public int Reset()
    {
        var links = _links.Keys.ToList();
        foreach (var link in links) link.Reset();
        return links.Count;
    }

    public void Repair()
    {
        _refuses = false;
        Volatile.Write(ref _delay, 0);
        var blocked = _blocked;
        _blocked = _open;
        blocked.TrySetResult();
    }

    /// <summary>Connects as far as the road lets it. As <see cref="SocketDialer.ConnectAsync"/>.</summary>
    public async Task<(FaultyLink? Link, string Fault)> ConnectAsync(string host, int port, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (_refuses) return (null, "connection refused");
        try
        {
            await Passable.WaitAsync(limit, cancellationToken).ConfigureAwait(false);
            if (Delay is > 0 and var delay) await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return (null, "timed out");
        }
        catch (OperationCanceledException)
        {
            return (null, "cancelled");
        }
        var (link, fault) = await SocketDialer.ConnectAsync(host, port, limit, cancellationToken).ConfigureAwait(false);
        return (link is null ? null : new FaultyLink(link, this), fault);
    }

    public void Add(FaultyLink link) => _links[link] = 0;

    public void Remove(FaultyLink link) => _links.TryRemove(link, out _);

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }
}
