using Sluice.Proxy.Backends.Groups;
using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>Gives requests a place on a backend. What lies behind a lease, a connection of one's own or a shared one, is nobody else's business.</summary>
internal interface IBackends
{
    /// <summary>A place for one request. Every wait in it is bounded; expected failures are values.</summary>
    ValueTask<LeaseResult> LeaseAsync(LeaseRequest request);

    /// <summary>A write of the repository begins, on whichever backend: from now on its reads go to primaries. <see cref="EndWrite"/> must follow.</summary>
    WriteMark BeginWrite(string repository);

    /// <summary>The write is over, whatever came of it.</summary>
    void EndWrite(WriteMark write);

    /// <summary>No more leases will be asked for by that client; those that are out may be used to their end.</summary>
    void OnClientEnded(SshConnection client);
}
