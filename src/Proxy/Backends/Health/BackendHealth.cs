using System.Globalization;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Options;

namespace Sluice.Proxy.Backends.Health;

/// <summary>
/// Whether one backend is used, learned from its traffic and from probes. Consecutive failures eject it; when the ejection
/// is over it is probed, and a good probe brings it back, a bad one ejects it for twice as long. It has no clock: all times
/// are <see cref="MonotonicClock.Milliseconds"/> of whoever calls.
/// </summary>
/// <remarks>
/// Calls may come from any thread. A lock guards the state, because an event changes several fields that must agree; it is
/// taken a few times for a request, and nothing waits in it. Choosing a backend reads one volatile field instead.
/// </remarks>
internal sealed class BackendHealth
{
    private const int Failure = 2;
    private const int SlowOpening = 1;

    // A probe whose result never comes must not keep a backend out for ever; two probes at once do no harm.
    private const long LongestProbe = 60_000;
    private const long ProbeAgain = 1_000;

    private readonly Lock _lock = new();
    private readonly string _backend;
    private readonly HealthModel _model;
    private readonly ILogger _logger;
    private readonly EjectionBackOff _backOff;
    private volatile bool _isUsable = true;
    private long _since;
    private long _ejectedUntil;
    private long _lastHeard;
    private long _probeNotBefore;
    private int _points;
    private string? _lastFailure;
    private long? _lastFailureAt;
    private long _ejections;

    /// <summary>Healthy until the contrary is known.</summary>
    /// <param name="backend">The backend's name.</param>
    /// <param name="model">When to eject it and for how long.</param>
    /// <param name="logger">Takes a line for each change.</param>
    /// <param name="now">The present time.</param>
    /// <param name="random">Gives numbers from 0 up to 1 for jitter, from any thread; null takes the process's.</param>
    public BackendHealth(string backend, HealthModel model, ILogger logger, long now, Func<double>? random = null)
    {
        _backend = backend;
        _model = model;
        _logger = logger;
        _backOff = new EjectionBackOff(model, random ?? Random.Shared.NextDouble);
        _since = _lastHeard = _probeNotBefore = now;
    }

    /// <summary>False from an ejection to the good probe after it.</summary>
    public bool IsUsable => _isUsable;

    /// <summary>How often it went from healthy to ejected.</summary>
    public long Ejections => Volatile.Read(ref _ejections);

    /// <summary>
    /// A channel was opened, which took that long from the attempt's begin. What an ejected backend does before its time is
    /// over changes nothing; after it, real traffic that the panic rule brought is as good as a probe.
    /// </summary>
    public void Succeeded(TimeSpan open, long now)
    {
        HealthChange change;
        lock (_lock) change = Success(open, now);
        change.LogTo(_logger, _backend);
    }

    /// <summary>
    /// The backend could not be reached, did not answer or was lost. Report a connection's end once, not once for each of
    /// its channels. While the backend is out of use the probes decide, and this leaves no more than its text.
    /// </summary>
    public void Failed(string reason, long now)
    {
        var change = default(HealthChange);
        lock (_lock)
        {
            if (_isUsable) change = Count(Failure, reason, now);
            else Note(reason, now);
        }
        change.LogTo(_logger, _backend);
    }

    /// <summary>
    /// True if the backend is to be probed now, by the caller, who reports the result: it is ejected and its time is over,
    /// or nothing was heard of it for ProbeInterval. Gives one caller the word at a time. Ask often, it is cheap.
    /// </summary>
    public bool TryBeginProbe(long now)
    {
        lock (_lock)
        {
            if (now < _probeNotBefore) return false;
            if (_isUsable && (_model.ProbeInterval == TimeSpan.Zero || now < _lastHeard + (long)_model.ProbeInterval.TotalMilliseconds)) return false;
            if (!_isUsable && now < _ejectedUntil) return false;
            _probeNotBefore = now + LongestProbe;
            return true;
        }
    }

    /// <summary>The probe connected, logged in and opened a channel, which took that long.</summary>
    public void ProbeSucceeded(TimeSpan open, long now)
    {
        HealthChange change;
        lock (_lock)
        {
            _probeNotBefore = now;
            change = Success(open, now);
        }
        change.LogTo(_logger, _backend);
    }

    /// <summary>The probe did not come as far as that.</summary>
    public void ProbeFailed(string reason, long now)
    {
        var change = default(HealthChange);
        lock (_lock)
        {
            _probeNotBefore = now;
            if (_isUsable || now >= _ejectedUntil) change = Count(Failure, reason, now);
            else Note(reason, now);
        }
        change.LogTo(_logger, _backend);
    }

    /// <summary>The probe found no place: it says nothing of the backend. A usable one is left alone for another ProbeInterval, another is probed again soon.</summary>
    public void ProbeLearnedNothing(long now)
    {
        lock (_lock)
        {
            _probeNotBefore = now + ProbeAgain;
            if (_isUsable) _lastHeard = now;
        }
    }

    /// <summary>The health at this moment.</summary>
    public HealthSnapshot Snapshot(long now)
    {
        lock (_lock)
        {
            var state = _isUsable ? HealthState.Healthy : now < _ejectedUntil ? HealthState.Ejected : HealthState.Probing;
            return new HealthSnapshot(
                _backend, state, _since, _isUsable ? null : _ejectedUntil, _points / (double)Failure, _lastFailure, _lastFailureAt, _ejections);
        }
    }

    private HealthChange Success(TimeSpan open, long now)
    {
        _lastHeard = now;
        if (!_isUsable) return now >= _ejectedUntil ? Return(now) : default;
        if (_model.SlowOpen > TimeSpan.Zero && open >= _model.SlowOpen)
            return Count(SlowOpening, string.Create(CultureInfo.InvariantCulture, $"a channel took {open.TotalSeconds:0.0} s to open"), now);
        _points = 0;
        return default;
    }

    private HealthChange Count(int points, string reason, long now)
    {
        Note(reason, now);
        _points += points;
        if (_isUsable && _points < _model.ConsecutiveFailures * Failure) return default;
        var before = _isUsable ? HealthState.Healthy : HealthState.Probing;
        // Who comes back and fails again soon is ejected for longer; who held out for the longest ejection begins anew.
        if (_isUsable && now - _since >= (long)_model.MaxEjectionTime.TotalMilliseconds) _backOff.Reset();
        var time = _backOff.Next();
        _ejectedUntil = now + time;
        if (_isUsable)
        {
            _since = now;
            _ejections++;
            _isUsable = false;
        }
        return new HealthChange(before, HealthState.Ejected, time, _points / (double)Failure, reason);
    }

    private HealthChange Return(long now)
    {
        var time = now - _since;
        _since = now;
        _points = 0;
        _isUsable = true;
        return new HealthChange(HealthState.Probing, HealthState.Healthy, time, 0, "");
    }

    private void Note(string reason, long now)
    {
        _lastHeard = now;
        (_lastFailure, _lastFailureAt) = (reason, now);
    }
}
