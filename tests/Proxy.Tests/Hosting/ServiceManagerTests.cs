using System.Net.Sockets;
using System.Text;

using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Proxy.Hosting;

using Xunit;

namespace Sluice.Proxy.Tests.Hosting;

/// <summary>What a service manager hears, at a socket as sd_notify(3) describes it.</summary>
public sealed class ServiceManagerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
    private readonly string _path;

    public ServiceManagerTests()
    {
        _path = Path.Combine(_folder.Root, "notify");
        _socket.Bind(new UnixDomainSocketEndPoint(_path));
    }

    public void Dispose()
    {
        _socket.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void It_hears_each_state_in_its_words()
    {
        var manager = Manager(_path);

        manager.Ready();
        Assert.Equal("READY=1", Heard());
        manager.Reloading();
        Assert.Matches(@"^RELOADING=1\nMONOTONIC_USEC=\d+$", Heard());
        manager.Status("two\nlines");
        Assert.Equal("STATUS=two lines", Heard());
        manager.Alive();
        Assert.Equal("WATCHDOG=1", Heard());
        manager.Stopping();
        Assert.Equal("STOPPING=1", Heard());
    }

    [Fact]
    public void Who_reads_its_configuration_while_it_stops_is_not_ready_again()
    {
        var manager = Manager(_path);

        manager.Stopping();
        manager.Reloading();
        manager.Reloaded();
        Assert.Equal("STOPPING=1", Heard());
        Assert.Equal(0, _socket.Available);

        manager.Ready();
        manager.Reloaded();
        Assert.Equal("READY=1", Heard());
        Assert.Equal("READY=1", Heard());
    }

    [Fact]
    public async Task A_manager_that_does_not_read_keeps_nobody_waiting()
    {
        using (var other = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false })
        {
            var full = Assert.Throws<SocketException>(() =>
            {
                for (var i = 0; i < 1_000_000; i++) other.SendTo("WATCHDOG=1"u8, new UnixDomainSocketEndPoint(_path));
            });
            Assert.Equal(SocketError.WouldBlock, full.SocketErrorCode);
        }
        var log = new CapturedLog<ServiceManager>();
        var manager = new ServiceManager(Variables(_path), 7, log);

        await Task.Run(manager.Stopping, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Contains("cannot be told", Assert.Single(log.Events).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_has_handed_over_says_nothing_more()
    {
        var manager = Manager(_path);

        manager.HandOver(4711);
        manager.Stopping();

        Assert.Equal("MAINPID=4711", Heard());
        Assert.Equal(0, _socket.Available);
    }

    [Fact]
    public void An_abstract_name_is_reached()
    {
        var name = $"sluice-{Guid.NewGuid():N}";
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        socket.Bind(new UnixDomainSocketEndPoint($"\0{name}"));

        Manager($"@{name}").Ready();

        Assert.Equal("READY=1", Heard(socket));
    }

    [Fact]
    public void A_manager_that_is_gone_is_no_fault_of_ours()
    {
        var log = new CapturedLog<ServiceManager>();
        new ServiceManager(Variables(Path.Combine(_folder.Root, "gone")), 7, log).Ready();
        new ServiceManager(Variables(null), 7, log).Ready();

        Assert.Contains("cannot be told", Assert.Single(log.Events).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("30000000", "7", 30)]
    [InlineData("30000000", null, 30)]
    [InlineData("30000000", "8", null)]
    [InlineData("soon", "7", null)]
    [InlineData("0", "7", null)]
    [InlineData(null, null, null)]
    public void The_watchdog_is_ours_if_it_is_meant_for_us(string? microseconds, string? processId, int? seconds)
    {
        var manager = new ServiceManager(Variables(_path, microseconds, processId), 7, NullLogger<ServiceManager>.Instance);

        Assert.Equal(seconds, (int?)manager.Watchdog?.TotalSeconds);
    }

    private static ServiceManager Manager(string path) => new(Variables(path), 7, NullLogger<ServiceManager>.Instance);

    private static Func<string, string?> Variables(string? path, string? microseconds = null, string? processId = null) => name => name switch
    {
        "NOTIFY_SOCKET" => path,
        "WATCHDOG_USEC" => microseconds,
        "WATCHDOG_PID" => processId,
        _ => null,
    };

    private string Heard(Socket? socket = null)
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, (socket ?? _socket).Receive(buffer));
    }
}
