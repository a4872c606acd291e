using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Relay;

/// <summary>
/// Splits a request's time among those whom it waits for. Every moment belongs to exactly one of them, so that the parts
/// add up. Safe from any thread.
/// </summary>
internal sealed class WaitClock
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private WaitStamps _spent;
    private long _mark;
    private Side _owes = Side.Proxy;

    /// <summary>The request begins now, in Sluice's hands.</summary>
    public WaitClock(TimeProvider time)
    {
        _time = time;
        Started = _mark = time.GetTimestamp();
    }

    /// <summary>When the request began, as a time stamp.</summary>
    public long Started { get; }

    /// <summary>Who is waited for.</summary>
    public Side Owes
    {
        get
        {
            lock (_lock) return _owes;
        }
    }

    /// <summary>From now on <paramref name="side"/> is waited for.</summary>
    public void WaitFor(Side side)
    {
        lock (_lock)
        {
            ChargeUpTo(_time.GetTimestamp(), _owes);
            _owes = side;
        }
    }

    /// <summary>The split up to now.</summary>
    public WaitSplit Read()
    {
        lock (_lock)
        {
            ChargeUpTo(_time.GetTimestamp(), _owes);
            return new WaitSplit(Of(Side.Client), Of(Side.Backend), Of(Side.Proxy), Of(Side.Network));
        }
    }

    private TimeSpan Of(Side side) => _time.GetElapsedTime(0, _spent[(int)side]);

    private void ChargeUpTo(long now, Side side)
    {
        // Stamps are taken before the lock is; one may come late.
        if (now <= _mark) return;
        _spent[(int)side] += now - _mark;
        _mark = now;
    }

    [System.Runtime.CompilerServices.InlineArray(4)]
    private struct WaitStamps
    {
        private long _first;
    }
}
