using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>Gives requests a place on a backend. What lies behind a lease, a connection of one's own or a shared one, is nobody else's business.</summary>
internal interface IBackends
{
    /// <summary>A place for one request on the backend of that name. Expected failures are values.</summary>
    Task<LeaseResult> LeaseAsync(string backend, SshConnection client, string requestId);

    /// <summary>No more leases will be asked for by that client; those that are out may be used to their end, but not for long.</summary>
    void OnClientEnded(SshConnection client);
}
