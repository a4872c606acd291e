using System.Runtime.CompilerServices;

using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Relay;

/// <summary>
/// Splits a request's time among those whom it waits for. Every moment is charged once, so that the parts add up. Safe
/// from any thread.
/// </summary>
internal sealed class WaitClock
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private Stamps _spent;
    private long _mark;

    /// <summary>The request begins now.</summary>
    public WaitClock(TimeProvider time)
    {
        _time = time;
        Started = _mark = time.GetTimestamp();
    }

    /// <summary>When the request began, as a time stamp.</summary>
    public long Started { get; }

    /// <summary>What is not charged yet, up to the time stamp <paramref name="until"/>, was waiting for <paramref name="side"/>.</summary>
    public void Charge(Side side, long until)
    {
        lock (_lock)
        {
            // Whoever took the stamp may have come to the lock behind one with a later one.
            if (until <= _mark) return;
            _spent[(int)side] += until - _mark;
            _mark = until;
        }
    }

    /// <summary>What was charged so far.</summary>
    public WaitSplit Read()
    {
        lock (_lock) return new WaitSplit(Of(Side.Client), Of(Side.Backend), Of(Side.Proxy), Of(Side.Network));
    }

    private TimeSpan Of(Side side) => _time.GetElapsedTime(0, _spent[(int)side]);

    /// <summary>One length of time for each <see cref="Side"/>, in units of the clock's time stamps.</summary>
    [InlineArray(4)]
    private struct Stamps
    {
        private long _first;
    }
}
