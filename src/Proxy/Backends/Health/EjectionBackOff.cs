using Sluice.Proxy.Options;

namespace Sluice.Proxy.Backends.Health;

/// <summary>How long the next ejection lasts: each twice as long as the one before, up to the longest. Its owner's lock guards it.</summary>
/// <param name="model">The shortest and the longest.</param>
/// <param name="random">A number from 0 up to 1, for each call another.</param>
internal sealed class EjectionBackOff(HealthModel model, Func<double> random)
{
    // Several Sluices that lost a backend at one moment must not all come back to it at one moment. The jitter only
    // shortens, so that nothing lasts longer than MaxEjectionTime says.
    private const double Jitter = 0.25;

    private int _doublings;

    /// <summary>The next time, in milliseconds.</summary>
    public long Next()
    {
        var longest = model.MaxEjectionTime.TotalMilliseconds;
        var plain = Math.Min(longest, model.BaseEjectionTime.TotalMilliseconds * Math.Pow(2, _doublings));
        if (plain < longest) _doublings++;
        return (long)(plain * (1 - (Jitter * random())));
    }

    /// <summary>Begins again with the shortest.</summary>
    public void Reset() => _doublings = 0;
}
