using Microsoft.Extensions.Logging;

using Sluice.Proxy.Backends.Pooling;
using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>One backend: its settings and its places.</summary>
internal sealed class Backend : IBackendWatch
{
    public Backend(BackendModel model, SshConnector connector, ILogger logger, TimeProvider time)
    {
        Model = model;
        var dialer = new BackendDialer(model, connector, logger, time);
        Places = model.Pool.Sharing
            ? new ConnectionPool(model, dialer, this, logger, time)
            : new DedicatedPlaces(model, dialer, this, logger, time);
    }

    /// <summary>Its settings.</summary>
    public BackendModel Model { get; }

    /// <summary>Where leases come from.</summary>
    public IPlaces Places { get; }

    /// <inheritdoc/>
    public void OnOpened()
    {
    }

    /// <inheritdoc/>
    public void OnFailed(string reason)
    {
    }
}
