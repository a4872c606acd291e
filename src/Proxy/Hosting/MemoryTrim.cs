using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Hosting;

/// <summary>
/// Gives memory back after a crowd has left. The collector has no reason of its own to: it collects when much is
/// allocated, and a quiet proxy allocates nothing. It has no timer: whoever takes samples of the process calls it.
/// </summary>
/// <param name="release">Gives memory back.</param>
/// <param name="resident">Says how much is resident.</param>
/// <param name="logger">Takes a line for each time.</param>
internal sealed class MemoryTrim(Action release, Func<long> resident, ILogger<MemoryTrim> logger)
{
    /// <summary>Fewer connections than these that left are no crowd.</summary>
    public const int LeastConnections = 200;

    /// <summary>Fewer rented bytes than these that came home are not worth a pause.</summary>
    public const long LeastRented = 32L << 20;

    /// <summary>A proxy that uses more of a core than this is not held up, unless that goes on.</summary>
    public const double Quiet = 0.25;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(60);

    // The shared array pool drops what it holds in the second collection that finds it unused, a minute apart at least.
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(75);

    private int _before;
    private int _mostConnections;
    private long _mostRented;
    private TimeSpan? _dueSince;
    private TimeSpan? _again;
    private TimeSpan? _last;

    /// <summary>The process at one moment; true if memory was given back.</summary>
    /// <param name="now">The time since some beginning.</param>
    /// <param name="connections">Connections that are alive.</param>
    /// <param name="rented">Bytes of rented blocks.</param>
    /// <param name="processor">Cores in use since the sample before.</param>
    public bool OnSample(TimeSpan now, int connections, long rented, double processor)
    {
        (_mostConnections, _mostRented) = (Math.Max(_mostConnections, connections), Math.Max(_mostRented, rented));
        var isSecond = _again <= now;
        // Those who are still leaving are waited for: what they had is given back with the rest.
        var isFalling = connections < _before - (_before / 10);
        _before = connections;
        if (!HasFallen(connections, rented) && !isSecond)
        {
            _dueSince = null;
            return false;
        }
        _dueSince ??= now;
        var isBusy = (processor > Quiet || isFalling) && now - _dueSince < _patience;
        if (isBusy || now - _last < _pause) return false;
        Release(connections, rented);
        (_dueSince, _last, _again) = (null, now, isSecond ? null : now + _second);
        return true;
    }

    private bool HasFallen(int connections, long rented) =>
        (_mostConnections >= LeastConnections && connections <= _mostConnections / 2) || (_mostRented >= LeastRented && rented <= _mostRented / 2);

    private void Release(int connections, long rented)
    {
        var before = resident();
        release();
        var after = resident();
        logger.MemoryReleased(before, after, _mostConnections, connections);
        (_mostConnections, _mostRented) = (connections, rented);
    }
}
