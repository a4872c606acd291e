namespace Sluice.Proxy.Observability;

/// <summary>A request's time, split among those whom it waited for. The parts add up to its age.</summary>
/// <param name="Client">The client: it computed, or did not read.</param>
/// <param name="Backend">The backend: it was reached, computed, or did not read.</param>
/// <param name="Proxy">Sluice: a decision, a place in one of its lines.</param>
/// <param name="Network">The way to either of them.</param>
internal readonly record struct WaitSplit(TimeSpan Client, TimeSpan Backend, TimeSpan Proxy, TimeSpan Network)
{
    /// <summary>What was waited for <paramref name="side"/>.</summary>
    public TimeSpan this[Side side] => side switch
    {
        Side.Client => Client,
        Side.Backend => Backend,
        Side.Network => Network,
        _ => Proxy,
    };

    /// <summary>All of it.</summary>
    public TimeSpan Total => Client + Backend + Proxy + Network;

    /// <summary>Who has the largest part.</summary>
    public Side Most
    {
        get
        {
            var most = Side.Proxy;
            foreach (var side in Enum.GetValues<Side>())
            {
                if (this[side] > this[most]) most = side;
            }
            return most;
        }
    }
}
