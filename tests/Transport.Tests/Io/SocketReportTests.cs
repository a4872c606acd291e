using System.Net;
using System.Net.Sockets;

using Sluice.Testing;
using Sluice.Transport.Io;

using Xunit;

namespace Sluice.Transport.Tests.Io;

public sealed class SocketReportTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Socket _sender = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _reader;

    public SocketReportTests()
    {
        _listener.Start();
        _sender.Connect(_listener.LocalEndpoint);
        _reader = _listener.AcceptSocket();
        _sender.Blocking = false;
    }

    public void Dispose()
    {
        _sender.Dispose();
        _reader.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public void A_quiet_socket_holds_nothing()
    {
        var usage = SocketReport.Read(_sender);
        Assert.NotNull(usage);
        Assert.Equal((0, 0, 0, 0, 0), (usage.Value.ReceiveQueue, usage.Value.SendQueue, usage.Value.Unacknowledged, usage.Value.NotSent, usage.Value.Retransmits));
    }

    [Fact]
    public async Task What_a_stopped_reader_leaves_is_seen_on_both_sides()
    {
        var chunk = new byte[64 * 1024];
        long sent = 0;
        while (_sender.Send(chunk, SocketFlags.None, out var error) is var bytes && error == SocketError.Success) sent += bytes;
        await Eventually.HoldsAsync(() => SocketReport.Read(_reader)!.Value.ReceiveQueue > 0, TimeSpan.FromSeconds(10), () => "nothing is in the reader's queue");
        var (sender, reader) = (SocketReport.Read(_sender)!.Value, SocketReport.Read(_reader)!.Value);
        Assert.InRange(sender.NotSent, 1, sent);
        Assert.InRange(sender.SendQueue, sender.NotSent, long.MaxValue);
        Assert.InRange(sender.RoundTripTime, TimeSpan.FromMicroseconds(1), TimeSpan.FromSeconds(10));
        Assert.Equal((0, 0), (reader.NotSent, reader.Unacknowledged));
    }

    [Fact]
    public void A_closed_socket_tells_nothing()
    {
        _sender.Dispose();
        Assert.Null(SocketReport.Read(_sender));
    }
}
