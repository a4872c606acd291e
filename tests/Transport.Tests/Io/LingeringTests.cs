using System.Net;
using System.Net.Sockets;
using System.Text;

using Sluice.Testing;
using Sluice.Transport.Io;

using Xunit;

namespace Sluice.Transport.Tests.Io;

/// <summary>Peers that are sent away hear our words, and cost us little.</summary>
public sealed class LingeringTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lingering _lingering = new();

    public LingeringTests() => _listener.Start(Lingering.MaxSockets * 2);

    public void Dispose()
    {
        _lingering.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task Who_has_spoken_or_speaks_hears_our_words_and_the_end()
    {
        for (var i = 0; i < 50; i++)
        {
            var (client, ours) = await ConnectAsync();
            using var closing = client;
            if (i % 2 == 0) await client.SendAsync("SSH-2.0-early\r\n"u8.ToArray());
            ours.Send("Go away\r\n"u8);
            _lingering.Add(ours);
            if (i % 2 == 1) await client.SendAsync("SSH-2.0-late\r\n"u8.ToArray());
            using var reader = new StreamReader(new NetworkStream(client), Encoding.ASCII);
            Assert.Equal("Go away\r\n", await reader.ReadToEndAsync().WaitAsync(_patience));
        }
        await Eventually.HoldsAsync(() => _lingering.Count == 0, _patience, () => $"{_lingering.Count} sockets are kept whose peers have closed.");
    }

    [Fact]
    public async Task Who_does_not_go_is_left()
    {
        var (client, ours) = await ConnectAsync();
        using var staying = client;
        _lingering.Add(ours);
        Assert.Equal(1, _lingering.Count);
        await Eventually.HoldsAsync(() => _lingering.Count == 0, _patience, () => "the socket of a peer that stays is kept.");
        Assert.True(ours.SafeHandle.IsClosed);
    }

    [Fact]
    public async Task Who_sends_without_end_is_left()
    {
        var (client, ours) = await ConnectAsync();
        using var flooding = client;
        _lingering.Add(ours);
        var sent = 0;
        // Our end is closed long before so much has come.
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            for (; sent < 1 << 30; sent += 1 << 16) await client.SendAsync(new byte[1 << 16]);
        });
        Assert.Equal(0, _lingering.Count);
    }

    [Fact]
    public async Task There_are_never_more_than_so_many()
    {
        var clients = new List<Socket>();
        Socket? last = null;
        for (var i = 0; i <= Lingering.MaxSockets; i++)
        {
            (var client, last) = await ConnectAsync();
            clients.Add(client);
            _lingering.Add(last);
            Assert.InRange(_lingering.Count, 0, Lingering.MaxSockets);
        }
        Assert.True(last!.SafeHandle.IsClosed);
        foreach (var client in clients) client.Dispose();
    }

    private async Task<(Socket Client, Socket Ours)> ConnectAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(_listener.LocalEndpoint);
        return (client, await _listener.AcceptSocketAsync());
    }
}
