using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>The places for channels on one backend.</summary>
internal interface IPlaces
{
    /// <inheritdoc cref="IBackends.LeaseAsync"/>
    ValueTask<LeaseResult> LeaseAsync(LeaseRequest request);

    /// <inheritdoc cref="IBackends.OnClientEnded"/>
    void OnClientEnded(SshConnection client);

    /// <summary>Leases that are out. Cheap to ask.</summary>
    int Sessions { get; }

    /// <summary>True if a request need not wait for another one's end.</summary>
    bool HasRoom { get; }

    /// <summary>Connections and sessions at this moment.</summary>
    PoolState State { get; }

    /// <summary>Looks at waits and idle connections; called a few times a second.</summary>
    void OnTick();

    /// <summary>Gives no more leases; each connection is closed when the last session on it is over.</summary>
    void Drain();

    /// <summary>Closes every connection.</summary>
    void Close();
}
