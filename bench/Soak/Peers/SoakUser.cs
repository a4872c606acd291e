using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Testing;
using Sluice.Transport;

namespace Sluice.Soak.Peers;

/// <summary>A user of the proxy whose clients are made of Transport's client role.</summary>
internal sealed class SoakUser : IDisposable, IConnectionObserver
{
    private static readonly SshConnector _connector = new(NullLoggerFactory.Instance);

    private readonly SshPrivateKey _key = SshPrivateKey.GenerateEd25519();

    /// <summary>The line for the proxy's folder of keys.</summary>
    public string PublicKeyLine => KeyLines.Write(_key.PublicKey);

    /// <summary>Connects and logs in.</summary>
    /// <param name="endpoint">The proxy.</param>
    /// <param name="relay">What to go through; null for the straight way.</param>
    /// <param name="rekeyBytes">New keys after so many bytes; 0 for the default.</param>
    /// <exception cref="IOException">There is no connection.</exception>
    public async Task<SshConnection> ConnectAsync(SshEndpoint endpoint, TcpRelay? relay = null, long rekeyBytes = 0)
    {
        var options = new SshClientOptions
        {
            User = "git",
            IdentityKey = _key,
            HostKeys = [.. endpoint.HostKeys.Select(KeyLines.Read)],
            ConnectTimeout = TimeSpan.FromSeconds(60),
            ServerAliveInterval = TimeSpan.Zero,
            RekeyBytes = rekeyBytes > 0 ? rekeyBytes : 1L << 30,
        };
        var result = await _connector.ConnectAsync(endpoint.Host, relay?.Port ?? endpoint.Port, options, this, CancellationToken.None);
        return result.Connection ?? throw new IOException($"No connection to the proxy: {result.Failure!.Detail}");
    }

    IChannelObserver IConnectionObserver.OnSessionOpened(SshConnection connection, SshChannel channel) =>
        throw new InvalidOperationException("A server opens no session channels.");

    void IConnectionObserver.OnEnded(SshConnection connection, End end)
    {
    }

    public void Dispose() => _key.Dispose();
}
