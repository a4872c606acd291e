using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Testing;
using Sluice.Transport;

namespace Sluice.Interop.Tests;

/// <summary>Many logged-in connections of one user, held by the test's own process.</summary>
internal sealed class Crowd : IConnectionObserver, IChannelObserver
{
    private const int AtOnce = 8;

    private readonly List<SshConnection> _connections = [];

    /// <summary>Connects that many more.</summary>
    public async Task ConnectAsync(Installation site, int count)
    {
        using var key = SshPrivateKey.Read(await File.ReadAllBytesAsync(site.Alice.Key.PrivateKeyFile), default);
        using var hostKey = SshPrivateKey.Read(await File.ReadAllBytesAsync(site.Folder.HostKeys[0].PrivateKeyFile), default);
        var options = new SshClientOptions { User = "git", IdentityKey = key, HostKeys = [hostKey.PublicKey] };
        var connector = new SshConnector(NullLoggerFactory.Instance);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, cancellation) =>
        {
            var result = await connector.ConnectAsync("127.0.0.1", site.Proxy.Endpoint.Port, options, this, cancellation);
            Assert.Null(result.Failure);
            lock (_connections) _connections.Add(result.Connection!);
        });
    }

    /// <summary>Has that many of them begin a fetch, which waits for them.</summary>
    public void Fetch(string repository, int count)
    {
        foreach (var connection in _connections.Take(count))
            connection.OpenSession(this, 1 << 20, 32 * 1024).SendExec(System.Text.Encoding.UTF8.GetBytes($"git-upload-pack '{repository}'"), wantsReply: true);
    }

    /// <summary>All leave.</summary>
    public void Leave()
    {
        foreach (var connection in _connections) connection.Close(EndReason.PeerClosed, "");
        _connections.Clear();
    }

    IChannelObserver IConnectionObserver.OnSessionOpened(SshConnection connection, SshChannel channel) => throw new InvalidOperationException();

    void IConnectionObserver.OnEnded(SshConnection connection, End end)
    {
    }

    void IChannelObserver.OnOpened(SshChannel channel)
    {
    }

    void IChannelObserver.OnOpenRefused(SshChannel channel, uint reasonCode, string description)
    {
    }

    void IChannelObserver.OnData(SshChannel channel, in ChannelData data)
    {
    }

    void IChannelObserver.OnWindowAdjusted(SshChannel channel, uint bytes)
    {
    }

    void IChannelObserver.OnDrained(SshChannel channel)
    {
    }

    void IChannelObserver.OnRequest(SshChannel channel, in ChannelRequest request)
    {
    }

    void IChannelObserver.OnRequestReply(SshChannel channel, bool success)
    {
    }

    void IChannelObserver.OnEof(SshChannel channel)
    {
    }

    void IChannelObserver.OnClosed(SshChannel channel) => channel.SendClose();

    void IChannelObserver.OnEnded(SshChannel channel, End? end)
    {
    }
}
