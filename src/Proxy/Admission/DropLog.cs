using System.Net;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Admission;

/// <summary>
/// The lines about dropped connections: at most a few a second, with the number of those that had none, and one when
/// MaxStartups begins and ends to throttle.
/// </summary>
internal sealed class DropLog(ILogger logger)
{
    private const int LinesPerSecond = 10;
    private const int Burst = 30;
    private const long ReminderMilliseconds = 5 * 60_000;

    private readonly Lock _lock = new();
    private double _lines = Burst;
    private long _filledAt;
    private long _untold;
    private volatile bool _isThrottling;
    private long _throttledSince;
    private long _remindedAt;
    private long _throttled;

    /// <summary>A connection was judged.</summary>
    /// <param name="judgement">How.</param>
    /// <param name="source">Its other end.</param>
    /// <param name="destination">Our end.</param>
    /// <param name="now">The gate's milliseconds.</param>
    public void Write(in Judgement judgement, IPEndPoint source, IPEndPoint destination, long now)
    {
        if (judgement.Reason is null && !judgement.IsDryRun)
        {
            EndThrottling(judgement, now);
            return;
        }
        if (judgement.Reason is DropReason.MaxStartups) Throttle(now);
        if (!MayWrite(now, out var untold)) return;
        if (untold > 0) logger.MoreDropped(untold);
        var (address, local) = (Plain(source.Address), Plain(destination.Address));
        if (judgement.IsDryRun) logger.WouldDrop(judgement.Startups, address, source.Port, local, destination.Port, judgement.Phrase);
        else logger.Dropped(judgement.Startups, address, source.Port, local, destination.Port, judgement.Phrase);
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private bool MayWrite(long now, out long untold)
    {
        lock (_lock)
        {
            _lines = Math.Min(Burst, _lines + ((now - _filledAt) * LinesPerSecond / 1000.0));
            _filledAt = now;
            untold = 0;
            if (_lines < 1)
            {
                _untold++;
                return false;
            }
            _lines--;
            (untold, _untold) = (_untold, 0);
            return true;
        }
    }

    private void Throttle(long now)
    {
        long throttled;
        lock (_lock)
        {
            _throttled++;
            if (_isThrottling && now - _remindedAt < ReminderMilliseconds) return;
            _remindedAt = now;
            throttled = _isThrottling ? _throttled : 0;
            if (!_isThrottling) _throttledSince = now;
            _isThrottling = true;
        }
        if (throttled == 0) logger.ThrottlingBegins();
        else logger.ThrottlingGoesOn(throttled);
    }

    private void EndThrottling(in Judgement judgement, long now)
    {
        // Without the lock at first: this is asked for each connection.
        if (!_isThrottling || judgement.Startups >= judgement.Calm - 1) return;
        long throttled;
        long since;
        lock (_lock)
        {
            if (!_isThrottling) return;
            (since, throttled) = (_throttledSince, _throttled);
            (_isThrottling, _throttled) = (false, 0);
        }
        logger.ThrottlingEnds(LogText.Duration(TimeSpan.FromMilliseconds(now - since)), throttled);
    }
}
