namespace Sluice.Proxy.Backends;

/// <summary>Whoever gave a lease hears what becomes of it. Called from any thread, each at most once for a lease.</summary>
internal interface ILeaseOwner
{
    /// <summary>CHANNEL_OPEN is on its way.</summary>
    void OnOpening();

    /// <summary>The backend confirmed the channel, <paramref name="took"/> after it was asked for.</summary>
    void OnOpened(TimeSpan took);

    /// <summary>The backend refused the channel: it takes no more on this connection. <see cref="OnReleased"/> follows.</summary>
    void OnRefused();

    /// <summary>The place is free again, after having come as far as <paramref name="stage"/>.</summary>
    void OnReleased(LeaseStage stage);
}
