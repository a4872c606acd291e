using Sluice.Transport;

namespace Sluice.Proxy.GameDays.Faults;

/// <summary>All connections exchange keys at the same time.</summary>
internal sealed class RekeyStorm : IGameDayFault
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public string Name => "rekey-storm";

    /// <inheritdoc/>
    public string Does => "Every two seconds all connections, clients' and backends', exchange keys at once.";

    /// <inheritdoc/>
    public string Expects => "Everything takes a little longer; no byte is lost and no connection ends.";

    /// <inheritdoc/>
    public TimeSpan Longest => TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public Action Begin(GameDayOrder order)
    {
        var timer = new Timer(_ => KeyRenewal.OfAllConnections(), null, TimeSpan.Zero, _interval);
        return timer.Dispose;
    }
}
